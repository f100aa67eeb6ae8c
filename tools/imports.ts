/**
 * The direction of imports (ARCHITECTURE.md, "Who may import whom"), as one table. `tools/imports.test.ts` applies it to
 * the whole tree.
 */

/** Modules from left to right; a module may ask only the doors of modules to its left. */
export const moduleOrder = [
  'parties',
  'governance',
  'ledger',
  'assets',
  'evidence',
  'quantification',
  'oracles',
  'verification',
  'issuance',
  'trading',
  'settlement',
  'retirement',
  'reporting',
] as const

export interface ImportFact {
  readonly file: string
  readonly specifier: string
  /** Path from the root of the imported file, or null when it is not ours. */
  readonly target: string | null
}

/** Which rooms each room may import from, besides itself. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  protocol: ['domain'],
  sdk: ['domain', 'protocol'],
  oracle: ['domain', 'protocol', 'sdk', 'server/reading'],
  verifier: ['domain', 'protocol'],
  demo: ['domain', 'protocol', 'sdk', 'oracle', 'contracts/generated'],
  'server/generated': ['domain'],
  'server/ports': ['domain', 'protocol', 'server/generated'],
  'server/fields.ts': [],
  'server/page.ts': ['domain'],
  'server/pages': [],
  'server/reading': ['domain', 'protocol'],
  'server/wallets.ts': [],
  'server/module.ts': [
    'domain',
    'protocol',
    'server/ports',
    'server/wallets.ts',
    'server/generated',
    'contracts/generated',
  ],
  'server/configForms.ts': [],
  'server/config.ts': ['domain', 'server/configForms.ts', 'server/wallets.ts'],
  'server/modules': [
    'domain',
    'protocol',
    'server/module.ts',
    'server/reading',
    'server/fields.ts',
    'server/page.ts',
    'server/pages',
    'server/ports',
    'server/generated',
    'contracts/generated',
  ],
  'server/adapters': ['domain', 'protocol', 'server/ports', 'server/config.ts', 'server/generated'],
  'server/runtime': [
    'domain',
    'protocol',
    'server/ports',
    'server/module.ts',
    'server/wallets.ts',
    'server/config.ts',
    'server/configForms.ts',
    'server/generated',
    'contracts/generated',
    'contracts/script',
  ],
  'server/http': [
    'domain',
    'protocol',
    'server/ports',
    'server/module.ts',
    'server/fields.ts',
    'server/page.ts',
    'server/pages',
    'server/config.ts',
    'server/runtime',
    'server/generated',
  ],
}

function roomOf(path: string): string {
  const parts = path.split('/')
  if (parts[0] === 'server' || parts[0] === 'contracts') return `${parts[0]}/${parts[1]}`
  return parts[0]!
}

/** The reason an import is refused, or null. */
export function checkImport({ file, target }: ImportFact): string | null {
  if (target === null) return null
  const from = roomOf(file)
  const to = roomOf(target)
  const composing = /^server\/(app|main)\.ts$/.test(file) || from === 'server/test'
  // Fixtures of a module serve tests and compose like them; nothing else may use them.
  const testing = /(\.(test|bench)|\/fixtures)\.ts$/.test(file)
  if (composing || testing) return null
  if (target.endsWith('/fixtures.ts')) return 'fixtures are for tests'
  if (from === 'server/modules') {
    const own = file.split('/')[2]!
    const other = to === 'server/modules' ? target.split('/')[2]! : null
    if (other !== null && other !== own) {
      if (!target.endsWith('/index.ts')) return `only the door of module ${other} may be used`
      const left = moduleOrder.indexOf(other as never) < moduleOrder.indexOf(own as never)
      return left ? null : `module ${other} is not to the left of ${own}`
    }
  }
  if (from === to) return null
  const rooms = allowed[from]
  if (rooms === undefined) return null
  return rooms.includes(to) ? null : `${from} may not import from ${to}`
}
