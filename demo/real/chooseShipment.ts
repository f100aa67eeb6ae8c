/** Which shipment of the folder is traded: messages of one booking about one kind of goods, a commodity, with two sea ports. */
import { type CommodityCategory, categoryOfHs } from '@assay/domain/assetClasses.ts'
import { AssayError } from '@assay/domain/errors.ts'
import seaPorts from 'sea-ports'
import type { DataFolder } from './dataFolder.ts'
import { type Consignment, type DcsaParty, readConsignment } from './dcsaMessage.ts'
import type { Reason } from './tally.ts'

export interface DcsaMessage {
  readonly file: string
  /** Null when the message is about no goods: the API says what is wrong with it. */
  readonly consignment: Consignment | null
}

/** The shipment a contract is written about. */
export interface RealShipment {
  /** The message the contract is taken from. */
  readonly lead: Consignment
  readonly leadFile: string
  readonly category: CommodityCategory
  readonly hsCode: string
  readonly tonnes: string
  readonly loadPort: string
  readonly dischargePort: string
  readonly originCountry: string
  readonly shipperCountry: string
  readonly files: readonly string[]
}

export interface Choice {
  readonly shipment: RealShipment | null
  /** Messages about goods that cannot be traded, each with the reason. */
  readonly untradeable: readonly Reason[]
  /** Messages about no goods. */
  readonly others: readonly string[]
  /** Messages of further shipments: one is carried to issuance. */
  readonly aside: readonly string[]
}

export function chooseShipment(data: DataFolder): Choice {
  const messages = data
    .files('documents/dcsa', '.json')
    // Schemas of the messages may lie beside them.
    .filter((file) => !file.includes('/openapi/'))
    .map((file): DcsaMessage => ({ file, consignment: readConsignment(data.text(file)) }))
  const others = messages.filter(({ consignment }) => consignment === null).map(({ file }) => file)
  const groups = Map.groupBy(
    messages.filter((message) => message.consignment !== null) as readonly Lead[],
    ({ consignment: { booking, hsCodes } }) => `${booking} ${hsCodes.join(' ')}`,
  )
  const untradeable: Reason[] = []
  const shipments: RealShipment[] = []
  for (const group of groups.values()) {
    const read = readShipment(group.toSorted(byRank))
    if ('code' in read) untradeable.push(...group.map(({ file }) => ({ ...read, file })))
    else shipments.push(read)
  }
  const [shipment = null, ...further] = shipments.toSorted(
    (a, b) =>
      Number(b.lead.isTransportDocument) - Number(a.lead.isTransportDocument) || b.files.length - a.files.length,
  )
  return { shipment, untradeable, others, aside: further.flatMap(({ files }) => files) }
}

interface Lead extends DcsaMessage {
  readonly consignment: Consignment
}

/** A transport document leads, then a bill of lading, then the first by name. */
function byRank(a: Lead, b: Lead): number {
  const rank = ({ consignment }: Lead) =>
    (consignment.isTransportDocument ? 0 : 2) + (consignment.typeCode === 'BOL' ? 0 : 1)
  return rank(a) - rank(b) || (a.file < b.file ? -1 : 1)
}

function readShipment(group: readonly Lead[]): RealShipment | Reason {
  const { consignment: lead, file: leadFile } = group[0]!
  const hsCode = lead.hsCodes[0]
  const pointer = 'HSCodes'
  if (hsCode === undefined || lead.hsCodes.length > 1)
    return {
      code: 'SEVERAL_GOODS',
      message: 'A contract is about one kind of goods',
      pointer,
      given: lead.hsCodes.join(' '),
    }
  const category = categoryOrReason(hsCode)
  if (typeof category !== 'string') return { ...category, pointer, given: `${hsCode} ${lead.description}` }
  if (lead.tonnes === null)
    return {
      code: 'MASS_UNKNOWN',
      message: 'The mass of the goods is not given in kilograms',
      pointer: 'cargoGrossWeight',
    }
  const [loadPort, dischargePort] = [portOf(lead, 'load'), portOf(lead, 'discharge')]
  if (loadPort === null || dischargePort === null || loadPort === dischargePort)
    return { code: 'PORTS_UNKNOWN', message: 'Two sea ports of the shipment cannot be told from the message' }
  return {
    lead,
    leadFile,
    category,
    hsCode,
    tonnes: lead.tonnes,
    loadPort,
    dischargePort,
    // Nothing in a DCSA message names the country of origin; goods are taken to come from where they are loaded.
    originCountry: loadPort.slice(0, 2),
    shipperCountry:
      group.map(({ consignment }) => consignment.shipper.country).find((code) => code !== null) ?? loadPort.slice(0, 2),
    files: group.map(({ file }) => file),
  }
}

/** The rule is the one the API applies to a contract. */
function categoryOrReason(hsCode: string): CommodityCategory | Reason {
  try {
    return categoryOfHs(hsCode)
  } catch (error) {
    if (!(error instanceof AssayError)) throw error
    return { code: error.code, message: error.message }
  }
}

/** The port the message names; in shipping instructions, which name none, where freight is paid, or the port of the party's city. */
function portOf(lead: Consignment, side: 'load' | 'discharge'): string | null {
  const [named, party] = side === 'load' ? [lead.loadPort, lead.shipper] : [lead.dischargePort, lead.receiver]
  const paidHere = lead.isPrepaid === (side === 'load') ? lead.payableAt : null
  return named ?? paidHere ?? portOfCity(party)
}

function portOfCity(party: DcsaParty | null): string | null {
  if (party?.city == null || party.country === null) return null
  const city = party.city.toUpperCase()
  const found = Object.entries(seaPorts.JSON).find(
    ([code, port]) => code.startsWith(party.country ?? '') && port.name?.toUpperCase() === city,
  )
  return found?.[0] ?? null
}
