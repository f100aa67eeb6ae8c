/**
 * The part of the DCSA messages of Electronic Bill of Lading 3.0 that is read: transport documents, shipping instructions, and
 * the issuance request that wraps a transport document. Strict on what statements are made of; what is not read may be anything.
 */
const Name = { type: 'string', minLength: 1, maxLength: 70, pattern: '^\\S(?:.*\\S)?$' } as const
const Party = {
  type: 'object',
  required: ['partyName'],
  properties: {
    partyName: Name,
    address: { type: 'object', properties: { countryCode: { type: 'string', pattern: '^[A-Z]{2}$' } } },
  },
} as const
const Weight = {
  type: 'object',
  required: ['value', 'unit'],
  properties: {
    // A JSON number of at most 15 digits is exact when it is written out again: whoever reads it counts its decimals there, since
    // a division of binary fractions (`multipleOf`) would refuse one in eight.
    value: { type: 'number', exclusiveMinimum: 0, maximum: 1e9 },
    unit: { enum: ['KGM', 'LBR'] },
  },
} as const
const Location = {
  type: 'object',
  properties: {
    UNLocationCode: { type: 'string', pattern: '^[A-Z]{2}[A-Z2-9]{3}$' },
    locationName: { type: 'string', maxLength: 100 },
  },
} as const
const DateOnly = { type: 'string', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' } as const

const common = {
  transportDocumentTypeCode: { enum: ['BOL', 'SWB'] },
  isShippedOnBoardType: { type: 'boolean' },
  isElectronic: { type: 'boolean' },
  isToOrder: { type: 'boolean' },
  consignmentItems: {
    type: 'array',
    minItems: 1,
    maxItems: 999,
    items: {
      type: 'object',
      required: ['carrierBookingReference', 'HSCodes', 'cargoItems'],
      properties: {
        carrierBookingReference: { type: 'string', minLength: 1, maxLength: 35 },
        HSCodes: {
          type: 'array',
          minItems: 1,
          maxItems: 99,
          items: { type: 'string', pattern: '^[0-9]{6,10}$' },
        },
        cargoItems: {
          type: 'array',
          minItems: 1,
          maxItems: 999,
          items: {
            type: 'object',
            required: ['equipmentReference', 'cargoGrossWeight'],
            properties: {
              equipmentReference: { type: 'string', minLength: 1, maxLength: 15 },
              cargoGrossWeight: Weight,
              cargoNetWeight: Weight,
            },
          },
        },
      },
    },
  },
} as const

export const transportDocumentSchema = {
  type: 'object',
  required: [
    'transportDocumentReference',
    'transportDocumentStatus',
    'transportDocumentTypeCode',
    'isShippedOnBoardType',
    'isElectronic',
    'isToOrder',
    'documentParties',
    'consignmentItems',
    'carrierCode',
    'carrierCodeListProvider',
    'transports',
  ],
  properties: {
    ...common,
    transportDocumentReference: { type: 'string', minLength: 1, maxLength: 20, pattern: '^\\S(?:.*\\S)?$' },
    transportDocumentStatus: { type: 'string', minLength: 1, maxLength: 50 },
    carrierCode: { type: 'string', minLength: 1, maxLength: 4 },
    carrierCodeListProvider: { enum: ['SMDG', 'NMFTA'] },
    issueDate: DateOnly,
    shippedOnBoardDate: DateOnly,
    receivedForShipmentDate: DateOnly,
    documentParties: {
      type: 'object',
      required: ['shipper', 'issuingParty'],
      properties: { shipper: Party, consignee: Party, endorsee: Party, issuingParty: Party },
    },
    transports: {
      type: 'object',
      required: ['plannedArrivalDate', 'plannedDepartureDate', 'portOfLoading', 'portOfDischarge', 'vesselVoyages'],
      properties: {
        plannedArrivalDate: DateOnly,
        plannedDepartureDate: DateOnly,
        portOfLoading: Location,
        portOfDischarge: Location,
        vesselVoyages: {
          type: 'array',
          minItems: 1,
          items: { type: 'object', required: ['vesselName'], properties: { vesselName: Name } },
        },
      },
    },
  },
} as const

export const shippingInstructionsSchema = {
  type: 'object',
  required: [
    'transportDocumentTypeCode',
    'isShippedOnBoardType',
    'isElectronic',
    'isToOrder',
    'documentParties',
    'consignmentItems',
  ],
  properties: {
    ...common,
    documentParties: {
      type: 'object',
      required: ['shipper'],
      properties: { shipper: Party, consignee: Party, seller: Party, buyer: Party },
    },
  },
} as const
