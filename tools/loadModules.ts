/** Every module of the server by its door, in spine order, for the programs and tests that look at all of them. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Module } from '../server/module.ts'
import { moduleOrder } from './imports.ts'

/** @throws TypeError when a door does not export its module under the module's own name. */
export async function loadModules(): Promise<readonly Module[]> {
  const modules: Module[] = []
  for (const name of moduleOrder) {
    const door = new URL(`../server/modules/${name}/index.ts`, import.meta.url)
    if (!existsSync(fileURLToPath(door))) continue
    const exported = (await import(door.href)) as Record<string, unknown>
    const module = Object.values(exported).find((value): value is Module => isModule(value, name))
    if (module === undefined) throw new TypeError(`the door of ${name} exports no module named ${name}`)
    modules.push(module)
  }
  return modules
}

function isModule(value: unknown, name: string): value is Module {
  return (
    typeof value === 'object' &&
    value !== null &&
    (value as Module).name === name &&
    Array.isArray((value as Module).routes)
  )
}
