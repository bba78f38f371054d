// What Electron's utility process has and a Node child has not: a port to the parent.
process.parentPort = {
  postMessage: (message) => process.send(message),
  on: (_kind, listener) => process.on('message', (data) => listener({ data })),
}
process.on('disconnect', () => process.exit(0))
