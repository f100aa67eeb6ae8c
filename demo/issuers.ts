/** Recognised issuers of the sandbox and the keys they sign with. */
import { createHash, generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JWK } from 'jose'
import type { AssayClient } from '../sdk/typescript/client.ts'
import type { NewIssuer, SandboxIssuer } from './sandbox.ts'

/** Makes the issuers known to the register, each with a key of its own; those it knows already stay as they are. */
export async function registerIssuers(
  operator: AssayClient,
  stateDir: string,
  issuers: readonly NewIssuer[],
): Promise<readonly SandboxIssuer[]> {
  const keyed = issuers.map((issuer): SandboxIssuer => ({ ...issuer, privateKey: issuerKey(stateDir, issuer.name) }))
  const known = new Set<string>()
  for await (const { name } of operator.list<{ name: string }>('/issuers')) known.add(name)
  for (const { privateKey, ...issuer } of keyed) {
    if (known.has(issuer.name)) continue
    const { kty, crv, x } = privateKey
    await operator.post('/issuers', { ...issuer, publicKey: { kty, crv, x } })
  }
  return keyed
}

/** An Ed25519 key per issuer, kept in the state folder so that a repeated seed finds the key it registered. */
function issuerKey(stateDir: string, name: string): JWK {
  const folder = join(stateDir, 'issuers')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, `${keyOf(name).slice(0, 16)}.json`)
  if (!existsSync(path)) {
    const { privateKey } = generateKeyPairSync('ed25519')
    writeFileSync(`${path}.new`, JSON.stringify(privateKey.export({ format: 'jwk' })), { mode: 0o600, flush: true })
    renameSync(`${path}.new`, path)
  }
  return JSON.parse(readFileSync(path, 'utf8')) as JWK
}

/** A short name for what the parts say together. */
export function keyOf(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex')
}
