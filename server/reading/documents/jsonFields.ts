/** JSON Schema of the members our own document formats share. */
export const TextMember = {
  type: 'string',
  minLength: 1,
  maxLength: 200,
  pattern: '^[^\\u0000-\\u001f\\u007f]*$',
} as const
export const DateMember = { type: 'string', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' } as const
export const DecimalMember = { type: 'string', pattern: '^(0|[1-9][0-9]{0,30})(\\.[0-9]{1,12})?$' } as const
export const CountryMember = { type: 'string', pattern: '^[A-Z]{2}$' } as const
export const CodeMember = { type: 'string', minLength: 1, maxLength: 20 } as const
export const PartyMember = {
  type: 'object',
  required: ['name', 'country'],
  additionalProperties: false,
  properties: { name: TextMember, country: CountryMember },
} as const
export const MassMember = {
  type: 'object',
  required: ['value', 'unitCode'],
  additionalProperties: false,
  properties: { value: DecimalMember, unitCode: CodeMember },
} as const

/** Members at the head of every document of ours. `sandbox` marks a document of an invented world. */
export const headMembers = {
  format: TextMember,
  sandbox: { type: 'boolean' },
  number: TextMember,
  issuedOn: DateMember,
  issuer: PartyMember,
} as const
export const headRequired = ['format', 'number', 'issuedOn', 'issuer'] as const

export interface Head {
  readonly format: string
  readonly sandbox?: boolean
  readonly number: string
  readonly issuedOn: string
  readonly issuer: { readonly name: string; readonly country: string }
}

export interface Mass {
  readonly value: string
  readonly unitCode: string
}
