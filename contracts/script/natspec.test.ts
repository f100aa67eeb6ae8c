/** Whoever calls a contract has its documentation only: every verb, error and event of ours says what it means. */
import { readdirSync, readFileSync } from 'node:fs'
import { type Abi, toEventSignature, toFunctionSignature } from 'viem'
import { beforeAll, expect, test } from 'vitest'
import { compile } from './compile.ts'
import { root } from './forge.ts'
import { proxied } from './plan.ts'

interface Notice {
  readonly notice?: string
}

/** What the compiler has taken from NatSpec, by signature. */
interface Userdoc {
  readonly methods?: Readonly<Record<string, Notice>>
  readonly errors?: Readonly<Record<string, readonly Notice[]>>
  readonly events?: Readonly<Record<string, Notice>>
}

beforeAll(() => compile({ log: () => undefined }))

function artifactOf(file: string, name: string): { abi: Abi; userdoc: Userdoc } {
  const { abi, rawMetadata } = JSON.parse(readFileSync(`${root}contracts/out/${file}/${name}.json`, 'utf8'))
  return { abi, userdoc: JSON.parse(rawMetadata).output.userdoc }
}

/** Every interface of src/interfaces, which hold all verbs, errors and events. */
function interfaces(): { file: string; name: string }[] {
  return readdirSync(`${root}contracts/src/interfaces`).flatMap((file) =>
    readdirSync(`${root}contracts/out/${file}`)
      .map((artifact) => ({ file, name: artifact.replace(/\.json$/, '') }))
      .filter(({ name }) => /^I[A-Z]/.test(name)),
  )
}

/** Functions, errors and events that say nothing, by signature. */
function undocumented({ file, name }: { file: string; name: string }): string[] {
  const { abi, userdoc } = artifactOf(file, name)
  return abi.flatMap((item) => {
    if (item.type !== 'function' && item.type !== 'error' && item.type !== 'event') return []
    // viem puts the word before the signature of an error.
    const signature =
      item.type === 'event' ? toEventSignature(item) : toFunctionSignature(item as never).replace(/^error /, '')
    const said = {
      function: userdoc.methods?.[signature],
      error: userdoc.errors?.[signature]?.[0],
      event: userdoc.events?.[signature],
    }[item.type]
    return said?.notice === undefined ? [`${name}: ${item.type} ${signature}`] : []
  })
}

/** What the token interfaces take from ERC-20: OpenZeppelin documents it in words the compiler does not file as a notice. */
const erc20 = /function (approve|transfer|transferFrom|allowance|balanceOf|totalSupply)\(|event (Transfer|Approval)\(/

test('every function, error and event of the interfaces is documented', () => {
  expect(interfaces().map(({ name }) => name)).toHaveLength(11)
  expect(
    interfaces()
      .flatMap(undocumented)
      .filter((what) => !erc20.test(what)),
  ).toEqual([])
})

test('so is the one function that each contract has beside its interface', () => {
  for (const name of proxied) {
    const { userdoc } = artifactOf(`${name}.sol`, name)
    const documented = Object.keys(userdoc.methods ?? {}).filter((signature) => signature.startsWith('initialize('))
    expect([name, documented.length]).toEqual([name, 1])
  }
})
