import { createServer } from 'node:net'

/** The wanted port when it is free on `host`, else the next free one within a hundred, else any. 0 asks for any. */
export async function freePort(host: string, wanted: number): Promise<number> {
  for (let port = wanted; wanted !== 0 && port < Math.min(wanted + 100, 65_536); port++) {
    if (await tryListen(host, port)) return port
  }
  return (await tryListen(host, 0)) || Promise.reject(new Error(`no free port on ${host}`))
}

/** The port, or 0 when it is taken or not this user's to take. Rejects when nobody can listen on the host at all. */
function tryListen(host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' || error.code === 'EACCES' ? resolve(0) : reject(error),
    )
    server.listen({ host, port, exclusive: true }, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
