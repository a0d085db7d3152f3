import { QueryClientProvider } from "@tanstack/react-query";
import { Component, StrictMode, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { Failure } from "./parts";
import { client } from "./state";
import "./style.css";

/** What stands there when a page fails: the words of the failure, never an empty window. */
class Fallible extends Component<{ children: ReactNode }, { error: unknown }> {
  override state = { error: null as unknown };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children;
    return (
      <main className="plain-page" id="main">
        <h1>This page failed</h1>
        <Failure error={this.state.error} />
        <p>
          Nothing was lost: decisions are written as they are taken. <a href="/incidents">To the queue</a>
        </p>
      </main>
    );
  }
}

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <Fallible>
        <App />
      </Fallible>
    </QueryClientProvider>
  </StrictMode>,
);
