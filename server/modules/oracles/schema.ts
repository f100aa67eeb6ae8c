/** Shapes of the register's API. */
import { issuerTypes } from '@assay/domain/dossier.ts'
import { Type } from 'typebox'
import { AddressField, CountryCode, Decimal, OneOf, Text, Uuid } from '../../fields.ts'

const programmes = ['commodity', 'carbon'] as const

/** A node's place in the register and its bit in a committee. */
export const NodeIndex = Type.Integer({ minimum: 0, maximum: 255 })

export const NodeInput = Type.Object(
  {
    partyId: Uuid,
    name: Text(100, 'Harbour survey node'),
    programme: OneOf(programmes),
    signer: AddressField,
    type: OneOf(issuerTypes),
    jurisdiction: CountryCode,
    reliesOn: Type.Array(Text(200, 'Example Survey'), { maxItems: 100, uniqueItems: true }),
    reliability: Type.String({ pattern: '^(1(\\.0{1,4})?|0\\.[5-9][0-9]{0,3})$', examples: ['0.9'] }),
    active: Type.Optional(Type.Boolean({ default: true })),
  },
  { additionalProperties: false },
)

export const NodeView = Type.Object({
  nodeIndex: NodeIndex,
  partyId: Uuid,
  name: Type.String(),
  programme: OneOf(programmes),
  signer: AddressField,
  type: OneOf(issuerTypes),
  jurisdiction: CountryCode,
  reliesOn: Type.Array(Type.String()),
  reliability: Decimal,
  active: Type.Boolean(),
  onChain: Type.Boolean({ description: 'The chain knows the node with this key and reliability.' }),
})
