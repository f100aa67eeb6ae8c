/** The sandbox file: what the seed made and the stories use. It holds secrets of the sandbox and never leaves the state folder. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DocumentKind, IssuerType } from '@assay/domain/dossier.ts'
import type { JWK } from 'jose'

export interface Credentials {
  readonly partyId: string
  readonly clientId: string
  readonly clientSecret: string
}

/** A recognised issuer with the key it signs documents with. */
export interface SandboxIssuer {
  readonly name: string
  readonly country: string
  readonly type: IssuerType
  readonly documentKinds: readonly DocumentKind[]
  readonly privateKey: JWK
}

export type NewIssuer = Omit<SandboxIssuer, 'privateKey'>

export interface Sandbox {
  readonly operator: Credentials
  readonly governance: Credentials
  readonly treasury: Credentials
  readonly reviewer: Credentials
  readonly inspector: Credentials
  readonly auditor: Credentials
  /** Two people who speak for every body that decides parameters: one announces, the other confirms. */
  readonly delegate1: Credentials
  readonly delegate2: Credentials
  readonly issuers: readonly SandboxIssuer[]
}

export function readSandbox(stateDir: string): Sandbox | null {
  try {
    return JSON.parse(readFileSync(join(stateDir, 'sandbox.json'), 'utf8')) as Sandbox
  } catch {
    return null
  }
}

/** Written whole or not at all: a killed seed begins anew. */
export function writeSandbox(stateDir: string, sandbox: Sandbox): void {
  const path = join(stateDir, 'sandbox.json')
  writeFileSync(`${path}.new`, `${JSON.stringify(sandbox, null, 2)}\n`, { mode: 0o600, flush: true })
  renameSync(`${path}.new`, path)
}

export function readOperator(stateDir: string): Credentials {
  return JSON.parse(readFileSync(join(stateDir, 'operator.json'), 'utf8')) as Credentials
}
