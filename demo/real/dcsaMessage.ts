/**
 * What a seller reads in a DCSA message to write the contract it belongs to: goods, mass, containers, parties, ports, vessel.
 * The API judges the message itself; here nothing is checked beyond being there.
 */
import { exact, formatExact, parseExact, sum } from '@assay/domain/decimal.ts'

/** A message about goods on their way: a transport document, or the shipping instructions it is made from. */
export interface Consignment {
  readonly isTransportDocument: boolean
  readonly typeCode: string
  /** Reference of the transport document, or of the carrier's booking. */
  readonly number: string
  readonly booking: string
  /** Each kind of goods once. */
  readonly hsCodes: readonly string[]
  readonly description: string
  /** Net mass where every item has it, gross mass otherwise; null when a mass is not in kilograms. */
  readonly tonnes: string | null
  readonly containers: readonly string[]
  readonly shipper: DcsaParty
  readonly receiver: DcsaParty | null
  readonly loadPort: string | null
  readonly dischargePort: string | null
  /** Where freight is paid: at the port of loading when it is prepaid. */
  readonly payableAt: string | null
  readonly isPrepaid: boolean
  readonly shippedOn: string | null
  readonly vesselName: string | null
}

export interface DcsaParty {
  readonly name: string
  readonly city: string | null
  readonly country: string | null
}

/** The consignment a message is about, or null when it is about something else or cannot be read. */
export function readConsignment(text: string): Consignment | null {
  const message = parse(text)
  // An issuance request holds the transport document in `document`.
  const body = at(message, 'document') ?? message
  const items = list(at(body, 'consignmentItems'))
  const shipper = partyOf(at(body, 'documentParties', 'shipper'))
  if (items.length === 0 || shipper === null) return null
  const reference = word(at(body, 'transportDocumentReference'))
  const booking = word(at(items[0], 'carrierBookingReference')) ?? ''
  const cargo = items.flatMap((item) => list(at(item, 'cargoItems')))
  return {
    isTransportDocument: reference !== null,
    typeCode: word(at(body, 'transportDocumentTypeCode')) ?? '',
    number: reference ?? booking,
    booking,
    hsCodes: unique(items.flatMap((item) => list(at(item, 'HSCodes')))),
    description: unique(items.flatMap((item) => list(at(item, 'descriptionOfGoods')))).join(', '),
    tonnes: tonnesOf(cargo),
    containers: unique(cargo.map((item) => at(item, 'equipmentReference'))),
    shipper,
    receiver: partyOf(at(body, 'documentParties', 'consignee')) ?? partyOf(at(body, 'documentParties', 'endorsee')),
    loadPort: word(at(body, 'transports', 'portOfLoading', 'UNLocationCode')),
    dischargePort: word(at(body, 'transports', 'portOfDischarge', 'UNLocationCode')),
    payableAt: word(at(body, 'invoicePayableAt', 'UNLocationCode')),
    isPrepaid: at(body, 'freightPaymentTermCode') === 'PRE',
    shippedOn: word(at(body, 'shippedOnBoardDate')),
    vesselName: word(at(list(at(body, 'transports', 'vesselVoyages'))[0], 'vesselName')),
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function tonnesOf(cargo: readonly unknown[]): string | null {
  const isNet = cargo.every((item) => at(item, 'cargoNetWeight') !== undefined)
  const weights = cargo.map((item) => at(item, isNet ? 'cargoNetWeight' : 'cargoGrossWeight'))
  const inKilograms = (weight: unknown) =>
    at(weight, 'unit') === 'KGM' && /^\d{1,12}(\.\d{1,3})?$/.test(String(at(weight, 'value')))
  if (weights.length === 0 || !weights.every(inKilograms)) return null
  const kilograms = weights.map((weight) => parseExact(String(at(weight, 'value')), 'value'))
  return formatExact(sum(kilograms).div(exact(1000n)))
}

function partyOf(party: unknown): DcsaParty | null {
  const name = word(at(party, 'partyName'))
  if (name === null) return null
  return { name, city: word(at(party, 'address', 'city')), country: word(at(party, 'address', 'countryCode')) }
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, name) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[name] : undefined,
    value,
  )
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const word = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
const unique = (values: readonly unknown[]): readonly string[] => [
  ...new Set(values.filter((value) => typeof value === 'string')),
]
