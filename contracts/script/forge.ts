/**
 * `node contracts/script/forge.ts test ...` runs forge and ends as forge ends. The launcher that npm installs does not pass
 * forge's exit code on, so a failing test would look like a passing one; this finds the platform's own binary.
 */
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where `foundry.toml` is. */
export const root = fileURLToPath(new URL('../..', import.meta.url))

/** @throws Error when npm has not installed forge for this platform. */
export function forgeBinary(): string {
  const launcher = createRequire(import.meta.url).resolve('@foundry-rs/forge/package.json')
  const platform = `${process.platform}-${process.arch === 'x64' ? 'amd64' : process.arch}`
  const home = dirname(createRequire(launcher).resolve(`@foundry-rs/forge-${platform}/package.json`))
  return join(home, 'bin', process.platform === 'win32' ? 'forge.exe' : 'forge')
}

/** The compiler wrapper (tools/solc) is a Node script: it must find the Node that runs this. */
export function forgeEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH ?? ''}` }
}

if (import.meta.main) {
  const done = spawnSync(forgeBinary(), process.argv.slice(2), { cwd: root, stdio: 'inherit', env: forgeEnvironment() })
  if (done.error) console.error(`forge could not be started: ${done.error.message}`)
  process.exit(done.status ?? 1)
}
