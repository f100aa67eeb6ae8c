/** What the source of a rule says of it: its comment, its arguments and the members of its inputs. Read with the bundler's own parser. */
import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseAst } from 'rolldown/parseAst'

const domain = join(import.meta.dirname, '..', 'domain')

export interface Argument {
  /** Empty when it is taken apart in the signature. */
  readonly name: string
  readonly type: string
}

export interface FunctionSource {
  readonly name: string
  /** Its comment without tags. */
  readonly says: string
  /** Text of `@param`, by argument. */
  readonly params: ReadonlyMap<string, string>
  /** Codes of `@throws`. */
  readonly throws: readonly string[]
  readonly arguments: readonly Argument[]
  readonly result: string
}

/** A member of an input: its type and what its comment says. */
export interface Member {
  readonly type: string
  readonly says: string
}

/** Types of the domain by name: what a name stands for, with the text it is written in. */
export type Types = ReadonlyMap<string, NamedType>

interface NamedType {
  readonly node: Node
  readonly text: string
  /** Its own comment. */
  readonly says: string
}

interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  // The tree has a type for every kind of node; here only a few members of a few kinds are read.
  readonly [member: string]: unknown
}

/** The exported functions of `domain/<file>.ts`, by name. */
export async function functionsOf(file: string): Promise<ReadonlyMap<string, FunctionSource>> {
  const text = await readFile(join(domain, `${file}.ts`), 'utf8')
  const found = new Map<string, FunctionSource>()
  for (const statement of parse(text)) {
    const declaration = statement.declaration as Node | null | undefined
    if (statement.type !== 'ExportNamedDeclaration' || declaration?.type !== 'FunctionDeclaration') continue
    const name = (declaration.id as { name: string }).name
    const args = (declaration.params as readonly Node[]).map((param) => argumentOf(param, text))
    found.set(name, {
      ...tagsOf(commentBefore(text, statement.start)),
      name,
      arguments: args,
      result: typeText(declaration.returnType, text),
    })
  }
  return found
}

function argumentOf(param: Node, text: string): Argument {
  const target = param.type === 'AssignmentPattern' ? (param.left as Node) : param
  return { name: typeof target.name === 'string' ? target.name : '', type: typeText(target.typeAnnotation, text) }
}

function typeText(annotation: unknown, text: string): string {
  const of = (annotation as { typeAnnotation?: Node } | null | undefined)?.typeAnnotation
  return of === undefined ? '' : text.slice(of.start, of.end)
}

function tagsOf(comment: string): Pick<FunctionSource, 'says' | 'params' | 'throws'> {
  const [says = '', ...tags] = comment.replaceAll(/\s+/g, ' ').split(/ ?(?=@(?:param|throws|returns) )/)
  const params = tags.flatMap((tag): [string, string][] => {
    const [, name, text] = /^@param (\w+) (.+)$/.exec(tag) ?? []
    return name === undefined || text === undefined ? [] : [[name, text]]
  })
  const codes = tags
    .filter((tag) => tag.startsWith('@throws'))
    .flatMap((tag) => tag.match(/\b[A-Z]+(?:_[A-Z]+)+\b/g) ?? [])
  return { says: says.startsWith('@') ? '' : says, params: new Map(params), throws: [...new Set(codes)].sort() }
}

/** The TSDoc comment that ends where a declaration begins; empty when there is none. */
function commentBefore(text: string, start: number): string {
  const before = text.slice(0, start).trimEnd()
  if (!before.endsWith('*/')) return ''
  return before
    .slice(before.lastIndexOf('/**') + 3, -2)
    .split('\n')
    .map((line) => line.replace(/^\s*\*? ?/, '').trimEnd())
    .join('\n')
    .trim()
}

/** Interfaces and named types of all files of the domain. */
export async function typesOf(): Promise<Types> {
  const types = new Map<string, NamedType>()
  for await (const file of glob('**/*.ts', {
    cwd: domain,
    exclude: (name) => name === 'node_modules' || name === 'test',
  })) {
    if (file.endsWith('.test.ts')) continue
    const text = await readFile(join(domain, file), 'utf8')
    for (const statement of parse(text)) {
      const node = (statement.declaration as Node | null | undefined) ?? statement
      if (node.type !== 'TSInterfaceDeclaration' && node.type !== 'TSTypeAliasDeclaration') continue
      const says = tagsOf(commentBefore(text, statement.start)).says
      types.set((node.id as { name: string }).name, { node, text, says })
    }
  }
  return types
}

/** The member of a type, found through names, lists, picks and unions; null when nothing is said of it. */
export function memberOf(types: Types, type: string, member: string): Member | null {
  if (type === '') return null
  const text = `type Of = ${type}`
  return memberIn(types, parse(text)[0]!, text, member, new Set())
}

/** A whole number of base units says of what, or the type that it is a member of says it for all of them. */
function withUnit(of: Member, typeSays: string): Member {
  return of.says === '' && of.type === 'bigint' && /base units of/i.test(typeSays) ? { ...of, says: typeSays } : of
}

function memberIn(types: Types, node: Node, text: string, member: string, seen: Set<string>): Member | null {
  const key = node.key as { readonly name?: string; readonly value?: string | number } | undefined
  if (node.type === 'TSPropertySignature' && String(key?.name ?? key?.value) === member) {
    return { type: typeText(node.typeAnnotation, text), says: tagsOf(commentBefore(text, node.start)).says }
  }
  // What lies inside a member is no member of the type itself.
  if (node.type === 'TSPropertySignature') return null
  const name = nameOf(node)
  const named = name === null || seen.has(name) ? undefined : types.get(name)
  if (named !== undefined) {
    const found = memberIn(types, named.node, named.text, member, seen.add(name!))
    if (found !== null) return withUnit(found, named.says)
  }
  for (const child of childrenOf(node)) {
    const found = memberIn(types, child, text, member, seen)
    if (found !== null) return found
  }
  return null
}

/** What a reference to a type, or a parent of an interface, refers to. */
function nameOf(node: Node): string | null {
  const target =
    node.type === 'TSTypeReference' ? node.typeName : node.type === 'TSInterfaceHeritage' ? node.expression : null
  return (target as { readonly name?: string } | null)?.name ?? null
}

function childrenOf(node: Node): readonly Node[] {
  return Object.values(node).flatMap((value) => (Array.isArray(value) ? value : [value]).filter(isNode))
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

function parse(text: string): readonly Node[] {
  return parseAst(text, { lang: 'ts' }).body as unknown as readonly Node[]
}
