import { type AddressInfo, createServer } from 'node:net'
import { expect, test } from 'vitest'
import { freePort } from './ports.ts'

test("an address that is not this machine's has no port at all: it is not called taken", async () => {
  // TEST-NET-1 of RFC 5737 is nobody's.
  await expect(freePort('192.0.2.1', 0)).rejects.toMatchObject({ code: 'EADDRNOTAVAIL' })
})

test('a taken port gives way to the next', async () => {
  const blocker = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => blocker.once('listening', resolve))
  const { port } = blocker.address() as AddressInfo
  expect(await freePort('127.0.0.1', port)).not.toBe(port)
  blocker.close()
})
