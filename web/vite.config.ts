import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const OUT = "../src/rashomon/data/web";

/** Notes what was built, so that a test without Node can tell whether the built files are those of the source. */
function stamp(): Plugin {
  return {
    name: "stamp",
    closeBundle() {
      const files = ["index.html", "package-lock.json", "package.json", "tsconfig.json", "vite.config.ts"];
      for (const entry of readdirSync("src", { recursive: true, withFileTypes: true })) {
        if (entry.isFile()) files.push(join(entry.parentPath, entry.name).replaceAll("\\", "/"));
      }
      const hash = createHash("sha256");
      for (const file of files.sort()) hash.update(`${file}\0${createHash("sha256").update(readFileSync(file)).digest("hex")}\n`);
      writeFileSync(join(OUT, "source.sha256"), `${hash.digest("hex")}\n`);
    },
  };
}

// Built into the Python package, so that neither Node nor a network is needed where it runs.
export default defineConfig({
  plugins: [react(), stamp()],
  base: "/",
  build: {
    outDir: OUT,
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0, // the content security policy allows no inline code
  },
});
