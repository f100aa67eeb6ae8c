/** Which program runs each node of the sandbox. Seeding writes a settings file a node; start and the long suites run them. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { nodes } from './population.ts'

export interface NodeProgram {
  readonly slug: string
  readonly program: string
  readonly settingsFile: string
}

const honest = fileURLToPath(new URL('../oracle/main.ts', import.meta.url))
const bribed = fileURLToPath(new URL('bribedNode.ts', import.meta.url))

/** Every node that was seeded into a state folder. */
export function nodePrograms(stateDir: string): readonly NodeProgram[] {
  const folder = join(stateDir, 'oracles')
  if (!existsSync(folder)) return []
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
  return files.sort().map((file) => {
    const slug = file.replace(/\.json$/, '')
    const paid = nodes.some((node) => node.slug === slug && node.bribed)
    return { slug, program: paid ? bribed : honest, settingsFile: join(folder, file) }
  })
}
