/** A shipment as the trade stories take it: the contract, its documents with who issued them, and the steps of custody. */
import type { DocumentKind } from '@assay/domain/dossier.ts'

export interface ShipmentContract {
  readonly commodity: string
  readonly category: string
  readonly hsCode: string
  readonly quantity: string
  readonly unitCode: string
  readonly pricePt: string
  readonly totalPt: string
  readonly incoterm: string
  readonly originCountry: string
  readonly productionSite: string
  readonly productionSiteCountry: string
  readonly loadPort: string
  readonly dischargePort: string
  readonly lots: readonly string[]
}

export interface ShipmentDocument {
  readonly kind: DocumentKind
  readonly format: string
  readonly fileName: string
  readonly mediaType: string
  readonly bytes: Uint8Array
  /** Further query parameters of the upload: profile, vesselImo, issuedOn, issuer. */
  readonly query?: Readonly<Record<string, string>>
  /** Name of the recognised issuer that signs; null for an unsigned document. */
  readonly signedBy: string | null
}

export interface ShipmentStep {
  readonly checkpoint: string
  readonly happenedAt: string
  /** File name of the document that proves it, or null. */
  readonly fileName: string | null
}

export interface Shipment {
  readonly contract: ShipmentContract
  readonly documents: readonly ShipmentDocument[]
  readonly custody: readonly ShipmentStep[]
}
