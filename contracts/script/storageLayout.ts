/**
 * `node contracts/script/storageLayout.ts` writes contracts/generated/storage.json: every variable of every proxied contract with its
 * place. An upgrade may add lines below a contract's last one; a changed line would reinterpret what proxies hold. With
 * `--check` it only compares.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { compile, readStorageLayout } from './compile.ts'
import { proxied } from './plan.ts'

const target = fileURLToPath(new URL('../generated/storage.json', import.meta.url))

/** Places as `slot+offset: label type`, by contract. @throws Error when the contracts are not compiled. */
export function storageLayouts(): string {
  const layouts = proxied.map((name) => {
    const { storage, types } = readStorageLayout(name)
    const places = storage.map(({ slot, offset, label, type }) => `${slot}+${offset}: ${label} ${typeOf(type, types)}`)
    return [name, places]
  })
  return `${JSON.stringify(Object.fromEntries(layouts), null, 2)}\n`
}

/** The committed layouts. */
export function committedLayouts(): string {
  return readFileSync(target, 'utf8')
}

/** A type in words; structs with their members, since a member that moves moves data too. */
function typeOf(type: string, types: ReturnType<typeof readStorageLayout>['types']): string {
  const found = types?.[type]
  if (found === undefined) return type
  if (found.value !== undefined) return `mapping(${types?.[found.key ?? '']?.label} => ${typeOf(found.value, types)})`
  if (found.members === undefined) return found.label
  const members = found.members.map(
    (member) => `${member.slot}+${member.offset} ${member.label} ${typeOf(member.type, types)}`,
  )
  return `${found.label} { ${members.join('; ')} }`
}

if (import.meta.main) {
  compile({ log: (line) => process.stderr.write(`${line}\n`) })
  if (!process.argv.includes('--check')) writeFileSync(target, storageLayouts())
  else if (committedLayouts() !== storageLayouts()) {
    console.error('contracts/generated/storage.json differs from contracts/src: see contracts/README.md, "Upgrades".')
    process.exit(1)
  }
}
