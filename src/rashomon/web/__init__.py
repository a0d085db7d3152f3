"""The review desk: a web app on this machine, over one register, behind a token.

    guard      who may ask: Host, origin, token, kind and size of a body; the headers of every answer
    desk       what the register can show and do, in the words of the app: the one place that knows both
    coder      reports coded in a process of their own, so that the app stays quick meanwhile
    routes     the HTTP API, `/api/v1`
    app, serve put together, and run

The front end is in `web/` at the top of the project; its built files are in `data/web`.
"""
