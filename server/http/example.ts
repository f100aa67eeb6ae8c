/**
 * An example for every schema, for the documentation and for the generated access test: the schema's own `examples` where
 * it has one, otherwise the smallest value the schema allows.
 */
import type { TSchema } from 'typebox'

type JsonSchema = Record<string, unknown>

/** @throws TypeError for text with a pattern but without an example: nobody can guess what it means. */
export function exampleOf(schema: TSchema): unknown {
  return example(schema as unknown as JsonSchema, '')
}

function example(schema: JsonSchema, pointer: string): unknown {
  if (Array.isArray(schema.examples) && schema.examples.length > 0) return schema.examples[0]
  if ('const' in schema) return schema.const
  if ('default' in schema) return schema.default
  if (Array.isArray(schema.enum)) return schema.enum[0]
  for (const key of ['anyOf', 'oneOf']) {
    if (Array.isArray(schema[key])) return example(schema[key][0] as JsonSchema, pointer)
  }
  if (Array.isArray(schema.allOf)) {
    return Object.assign({}, ...schema.allOf.map((part) => example(part as JsonSchema, pointer)))
  }
  switch (schema.type) {
    case 'object':
      return exampleObject(schema, pointer)
    case 'array':
      return exampleArray(schema, pointer)
    case 'string':
      return exampleText(schema, pointer)
    case 'integer':
    case 'number':
      return schema.minimum ?? 0
    case 'boolean':
      return false
    default:
      return null
  }
}

function exampleObject(schema: JsonSchema, pointer: string): unknown {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>)
  const required = new Set((schema.required ?? []) as string[])
  return Object.fromEntries(
    properties
      .filter(([name, of]) => required.has(name) || Array.isArray(of.examples))
      .slice(0, Number(schema.maxProperties ?? properties.length))
      .map(([name, of]) => [name, example(of, `${pointer}/${name}`)]),
  )
}

function exampleArray(schema: JsonSchema, pointer: string): unknown {
  if (Array.isArray(schema.prefixItems) || Array.isArray(schema.items)) {
    const items = (schema.prefixItems ?? schema.items) as JsonSchema[]
    return items.map((item, index) => example(item, `${pointer}/${index}`))
  }
  const item = () => example(schema.items as JsonSchema, `${pointer}/0`)
  return Array.from({ length: Math.max(1, Number(schema.minItems ?? 1)) }, item)
}

function exampleText(schema: JsonSchema, pointer: string): string {
  if (schema.pattern !== undefined) throw new TypeError(`the text at "${pointer}" has a pattern and needs an example`)
  if (schema.format === 'uuid') return '0197f3a2-6c1b-7d34-9a51-3f0c2b7e4d10'
  if (schema.format === 'date-time') return '2026-03-01T12:00:00Z'
  if (schema.format === 'date') return '2026-03-01'
  if (schema.format === 'uri') return 'https://example.org/'
  return 'text'.padEnd(Number(schema.minLength ?? 0), ' text').slice(0, Number(schema.maxLength ?? 80))
}
