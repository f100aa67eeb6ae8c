/** DCSA Electronic Bill of Lading 3.0, JSON: the transport document, the shipping instructions it is made from, and the issuance
 *  request that carries it. */

import { InputRefused } from '../problems.ts'
import { shippingInstructionsSchema, transportDocumentSchema } from './dcsaSchema.ts'
import { documentProblems } from './documentProblems.ts'
import { stateGoodsCode } from './goodsCode.ts'
import { compileSchema, parseJson, requireSchema } from './jsonDocument.ts'
import { readTonnes, sumDecimals } from './mass.ts'
import { Findings, type ParsedDocument, type ParseInput } from './parsing.ts'

/** Digits of a weight in kilograms or pounds. */
const threeDecimals = /^[0-9]+(?:\.[0-9]{1,3})?$/

const validateTransportDocument = compileSchema(transportDocumentSchema)
const validateShippingInstructions = compileSchema(shippingInstructionsSchema)

interface DcsaParty {
  readonly partyName: string
  readonly address?: { readonly countryCode?: string }
}
interface Weight {
  readonly value: number
  readonly unit: string
}
interface Common {
  readonly transportDocumentTypeCode: string
  readonly consignmentItems: readonly {
    readonly carrierBookingReference: string
    readonly HSCodes: readonly string[]
    readonly cargoItems: readonly {
      readonly equipmentReference: string
      readonly cargoGrossWeight: Weight
      readonly cargoNetWeight?: Weight
    }[]
  }[]
  readonly documentParties: {
    readonly shipper: DcsaParty
    readonly consignee?: DcsaParty
    readonly endorsee?: DcsaParty
  }
}
interface TransportDocument extends Common {
  readonly transportDocumentReference: string
  readonly transportDocumentStatus: string
  readonly carrierCode: string
  readonly issueDate?: string
  readonly shippedOnBoardDate?: string
  readonly receivedForShipmentDate?: string
  readonly documentParties: Common['documentParties'] & { readonly issuingParty: DcsaParty }
  readonly transports: {
    readonly plannedArrivalDate: string
    readonly plannedDepartureDate: string
    readonly portOfLoading: { readonly UNLocationCode?: string }
    readonly portOfDischarge: { readonly UNLocationCode?: string }
    readonly vesselVoyages: readonly { readonly vesselName: string }[]
  }
}

/** @throws InputRefused */
export function parseDcsaBillOfLading(input: ParseInput): ParsedDocument {
  const { file, bytes } = input
  const message = parseJson(file, bytes)
  const members = (typeof message === 'object' && message !== null ? message : {}) as Record<string, unknown>
  // An issuance request (EBL_ISS 3.0) holds the transport document in `document`.
  const wrapped = typeof members.document === 'object' && members.document !== null && 'issueTo' in members
  const root = wrapped ? '/document' : ''
  const body = (wrapped ? members.document : members) as Record<string, unknown>
  if (!['consignmentItems', 'documentParties', 'isShippedOnBoardType'].every((member) => member in body)) {
    throw new InputRefused([documentProblems.DCSA_MESSAGE_KIND(file, { pointer: root })])
  }
  return 'transportDocumentReference' in body
    ? readTransportDocument(input, body, root)
    : readShippingInstructions(input, body)
}

function readTransportDocument(input: ParseInput, body: unknown, root: string): ParsedDocument {
  const { file } = input
  const document = requireSchema<TransportDocument>(file, body, validateTransportDocument, root)
  const { transports, documentParties: parties } = document
  const findings = new Findings(input)
  if (document.transportDocumentStatus.startsWith('VOID')) {
    findings.add(documentProblems.DCSA_VOID(file, { pointer: `${root}/transportDocumentStatus` }))
  }
  for (const member of ['plannedDepartureDate', 'plannedArrivalDate'] as const)
    findings.look('shippedOn', transports[member], { pointer: `${root}/transports/${member}` })
  if (transports.plannedArrivalDate < transports.plannedDepartureDate) {
    findings.add(documentProblems.DATES_OUT_OF_ORDER(file, { pointer: `${root}/transports/plannedArrivalDate` }))
  }
  findings.state('transportDocument', document.transportDocumentReference, {
    pointer: `${root}/transportDocumentReference`,
  })
  findings.state('shippedOn', document.shippedOnBoardDate, { pointer: `${root}/shippedOnBoardDate` })
  findings.state('loadPort', transports.portOfLoading.UNLocationCode, { pointer: `${root}/transports/portOfLoading` })
  findings.state('dischargePort', transports.portOfDischarge.UNLocationCode, {
    pointer: `${root}/transports/portOfDischarge`,
  })
  stateGoods(findings, document, root)
  return {
    number: document.transportDocumentReference,
    issuedOn: document.issueDate ?? document.shippedOnBoardDate ?? document.receivedForShipmentDate ?? null,
    issuer: { name: parties.issuingParty.partyName, country: parties.issuingParty.address?.countryCode ?? null },
    statements: findings.finish(),
    details: {
      message: 'transportDocument',
      type: document.transportDocumentTypeCode,
      status: document.transportDocumentStatus,
      carrierCode: document.carrierCode,
      vesselName: transports.vesselVoyages[0]?.vesselName ?? null,
      lots: equipmentOf(document),
    },
    refusedRows: [],
  }
}

/** Shipping instructions are the shipper's word: no reference of a transport document, no date, no ports. */
function readShippingInstructions(input: ParseInput, body: unknown): ParsedDocument {
  const instructions = requireSchema<Common>(input.file, body, validateShippingInstructions)
  const findings = new Findings(input)
  stateGoods(findings, instructions, '')
  const { shipper } = instructions.documentParties
  return {
    number: instructions.consignmentItems[0]?.carrierBookingReference ?? '',
    issuedOn: null,
    issuer: { name: shipper.partyName, country: shipper.address?.countryCode ?? null },
    statements: findings.finish(),
    details: {
      message: 'shippingInstructions',
      type: instructions.transportDocumentTypeCode,
      lots: equipmentOf(instructions),
    },
    refusedRows: [],
  }
}

function stateGoods(findings: Findings, { consignmentItems, documentParties }: Common, root: string): void {
  const items = consignmentItems.flatMap(({ cargoItems }, item) =>
    cargoItems.map((cargo, index) => ({ cargo, pointer: `${root}/consignmentItems/${item}/cargoItems/${index}` })),
  )
  // Net weight is what is traded; it counts only when every item has it.
  const net = items.every(({ cargo }) => cargo.cargoNetWeight !== undefined)
  const tonnes = items.map(({ cargo, pointer }) => {
    const member = net ? 'cargoNetWeight' : 'cargoGrossWeight'
    const { value, unit } = cargo[member]!
    const mass = { value: String(value), unitCode: unit }
    const place = { pointer: `${pointer}/${member}/value` }
    if (threeDecimals.test(mass.value)) return readTonnes(findings, mass, place)
    findings.add(documentProblems.NUMBER_INVALID(findings.file, { ...place, given: mass.value }))
    return null
  })
  if (tonnes.every((value) => value !== null)) findings.state('quantityTonnes', sumDecimals(tonnes), { pointer: root })
  const codes = consignmentItems.flatMap(({ HSCodes }, item) =>
    HSCodes.map((code, index) => ({ code, pointer: `${root}/consignmentItems/${item}/HSCodes/${index}` })),
  )
  stateGoodsCode(findings, codes)
  for (const [role, party] of Object.entries(documentParties) as [string, DcsaParty | undefined][])
    findings.look('originCountry', party?.address?.countryCode, {
      pointer: `${root}/documentParties/${role}/address/countryCode`,
    })
  findings.state('seller', documentParties.shipper.partyName, { pointer: `${root}/documentParties/shipper` })
  const receiver = documentParties.consignee ?? documentParties.endorsee
  findings.state('buyer', receiver?.partyName, { pointer: `${root}/documentParties/consignee` })
}

function equipmentOf({ consignmentItems }: Common): string[] {
  return [
    ...new Set(
      consignmentItems.flatMap(({ cargoItems }) => cargoItems.map(({ equipmentReference }) => equipmentReference)),
    ),
  ]
}
