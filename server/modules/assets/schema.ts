/** Shapes of assets' API. Amounts in PT, masses in the unit named beside them, all as decimal strings. */
import { commodityCategories, landClasses, tenures } from '@assay/domain/assetClasses.ts'
import { statesOf } from '@assay/domain/lifecycle.ts'
import { parcelLifecycle, projectLifecycle, tradeLifecycle } from '@assay/domain/lifecycles.ts'
import { methodologyIds } from '@assay/domain/programmes/secretTreesUncertainty.ts'
import { Type } from 'typebox'
import {
  Bytes32,
  CalendarDate,
  CountryCode,
  Decimal,
  Instant,
  Nullable,
  OneOf,
  Text,
  UnlistedPorts,
  Uuid,
} from '../../fields.ts'
import { PageOf, pageQuery } from '../../page.ts'
import { batchModes } from '../../reading/problems.ts'

/** Incoterms 2020. */
export const incoterms = ['EXW', 'FCA', 'FAS', 'FOB', 'CFR', 'CIF', 'CPT', 'CIP', 'DAP', 'DPU', 'DDP'] as const
const Reference = Text(100, 'SANDBOX-WHEAT-001')
const PortCode = Type.String({ pattern: '^[A-Z]{2} ?[A-Z2-9]{3}$', examples: ['NLRTM'] })
const UnitCode = Type.String({ pattern: '^[A-Z0-9]{2,3}$', examples: ['TNE'] })
const HsCode = Type.String({ pattern: '^[0-9.]{4,13}$', examples: ['100199'] })

export const TradeParams = Type.Object({ tradeId: Uuid })
export const ParcelParams = Type.Object({ parcelId: Uuid })
export const ProjectParams = Type.Object({ projectId: Uuid })

export const TradeInput = Type.Object(
  {
    reference: Reference,
    buyerPartyId: Uuid,
    sellerPartyId: Uuid,
    sovereignPartyId: Uuid,
    commodity: Text(100, 'Wheat, hard red winter'),
    category: OneOf(commodityCategories),
    hsCode: HsCode,
    quantity: Decimal,
    unitCode: UnitCode,
    pricePt: Decimal,
    totalPt: Decimal,
    incoterm: OneOf(incoterms),
    originCountry: CountryCode,
    productionSite: Text(200, 'Sandbox Plains Elevator'),
    productionSiteCountry: CountryCode,
    loadPort: PortCode,
    dischargePort: PortCode,
    lots: Type.Array(Text(100, 'LOT-2026-001'), { minItems: 1, maxItems: 1000, uniqueItems: true }),
    highRisk: Type.Optional(Type.Boolean({ default: false, description: 'Asks for the stricter tier.' })),
    perishable: Type.Optional(Type.Boolean({ default: false })),
  },
  { additionalProperties: false },
)

export const CustodyStepInput = Type.Object(
  {
    sequence: Type.Integer({ minimum: 1, maximum: 100 }),
    checkpoint: Text(100, 'Loaded on board'),
    happenedAt: Type.Optional(Nullable(Instant)),
    documentId: Type.Optional(Nullable(Uuid)),
  },
  { additionalProperties: false },
)

export const CustodyStepView = Type.Object({
  sequence: Type.Integer(),
  checkpoint: Type.String(),
  happenedAt: Nullable(Instant),
  documentId: Nullable(Uuid),
})

export const TradeView = Type.Object({
  tradeId: Uuid,
  reference: Type.String(),
  state: OneOf(statesOf(tradeLifecycle)),
  buyerPartyId: Uuid,
  sellerPartyId: Uuid,
  sovereignPartyId: Uuid,
  commodity: Type.String(),
  category: OneOf(commodityCategories),
  hsCode: Type.String(),
  quantity: Decimal,
  unitCode: UnitCode,
  quantityTonnes: Decimal,
  pricePt: Decimal,
  totalPt: Decimal,
  incoterm: OneOf(incoterms),
  originCountry: CountryCode,
  productionSite: Type.String(),
  productionSiteCountry: CountryCode,
  loadPort: PortCode,
  dischargePort: PortCode,
  unlistedPorts: UnlistedPorts,
  lots: Type.Array(Type.String()),
  highRisk: Type.Boolean(),
  perishable: Type.Boolean(),
  custody: Type.Array(CustodyStepView),
  registeredAt: Instant,
  stateAt: Instant,
})

export const TradeQuery = Type.Object(
  { ...pageQuery, state: Type.Optional(OneOf(statesOf(tradeLifecycle))) },
  { additionalProperties: false },
)
export const TradePage = PageOf(TradeView)

export const ParcelProperties = Type.Object(
  {
    reference: Reference,
    ownerPartyId: Uuid,
    landClass: OneOf(landClasses),
    tenure: OneOf(tenures),
    declaredArea: Type.Optional(Decimal),
    declaredAreaUnit: Type.Optional(OneOf(['m2', 'ha'])),
  },
  { additionalProperties: false },
)

/** A GeoJSON Feature; the geometry is checked by a reader of its own, which names every problem by its JSON pointer. */
export const ParcelInput = Type.Object(
  {
    type: Type.Literal('Feature'),
    properties: ParcelProperties,
    geometry: Type.Unknown({
      description: 'Polygon or MultiPolygon of RFC 7946.',
      examples: [
        {
          type: 'Polygon',
          coordinates: [
            [
              [25.1, 58.2],
              [25.11, 58.2],
              [25.11, 58.21],
              [25.1, 58.2],
            ],
          ],
        },
      ],
    }),
    crs: Type.Optional(
      Type.Unknown({ description: 'Named coordinate reference system (GeoJSON 2008): EPSG:4326 or EPSG:3301.' }),
    ),
    id: Type.Optional(Type.Union([Type.String({ maxLength: 100 }), Type.Number()])),
    bbox: Type.Optional(Type.Array(Type.Number(), { maxItems: 6 })),
  },
  { additionalProperties: false },
)

export const ParcelView = Type.Object({
  parcelId: Uuid,
  onChainId: Bytes32,
  ownerPartyId: Uuid,
  reference: Type.String(),
  state: OneOf(statesOf(parcelLifecycle)),
  landClass: OneOf(landClasses),
  tenure: OneOf(tenures),
  areaM2: Decimal,
  declaredAreaM2: Nullable(Decimal),
  geohash: Type.String({ maxLength: 5, description: 'Coarse location, about 5 km; the exact one is never shown.' }),
  commitment: Bytes32,
  locked: Type.Boolean(),
  failure: Nullable(Type.String()),
  registeredAt: Instant,
})

const PropertyName = Type.String({ minLength: 1, maxLength: 100, pattern: '^[^\\u0000-\\u001f\\u007f]*$' })

export const ParcelBatchQuery = Type.Object(
  {
    mode: OneOf(batchModes),
    fileName: Text(200, 'parcels.geojson'),
    ownerPartyId: Uuid,
    landClass: OneOf(landClasses),
    tenure: OneOf(tenures),
    crs: Type.Optional(
      Type.String({ maxLength: 60, description: 'EPSG:4326 or EPSG:3301, when the file does not say.' }),
    ),
    referenceProperty: Type.Optional(PropertyName),
    areaProperty: Type.Optional(PropertyName),
    areaUnit: Type.Optional(OneOf(['m2', 'ha'])),
  },
  { additionalProperties: false },
)

export const ProblemView = Type.Object({
  file: Type.String(),
  line: Nullable(Type.Integer()),
  pointer: Type.String(),
  code: Type.String(),
  message: Type.String(),
  remedy: Type.String(),
  given: Type.Optional(Type.String()),
  nearest: Type.Optional(Type.Array(Type.String(), { maxItems: 3, description: 'Codes most like `given`.' })),
})

export const BatchView = Type.Object({
  batchId: Uuid,
  mode: OneOf(batchModes),
  fileName: Type.String(),
  accepted: Type.Integer({ minimum: 0 }),
  quarantined: Type.Integer({ minimum: 0 }),
  pending: Type.Integer({ minimum: 0, description: 'Parcels of this batch whose title is not final on chain yet.' }),
  ids: Type.Array(Uuid, { maxItems: 5000 }),
  rows: Type.Array(Type.Object({ position: Type.Integer(), problems: Type.Array(ProblemView, { maxItems: 50 }) }), {
    maxItems: 5000,
    description: 'Rows in quarantine.',
  }),
})

export const ProjectInput = Type.Object(
  {
    reference: Reference,
    name: Text(200, 'Sandbox hemp-lime cottages'),
    ownerPartyId: Uuid,
    parcelId: Uuid,
    methodology: OneOf(methodologyIds),
  },
  { additionalProperties: false },
)

export const BillLine = Type.Object(
  { section: Text(100, 'north wall'), material: OneOf(['hurd', 'timber', 'binder']), massKg: Decimal },
  { additionalProperties: false },
)

export const BuildingInput = Type.Object(
  {
    name: Text(200, 'Cottage 1'),
    completedOn: CalendarDate,
    billOfMaterials: Type.Optional(Type.Array(BillLine, { minItems: 1, maxItems: 1000 })),
  },
  { additionalProperties: false },
)

export const BuildingView = Type.Object({
  buildingId: Uuid,
  projectId: Uuid,
  name: Type.String(),
  completedOn: CalendarDate,
  billOfMaterials: Nullable(Type.Array(BillLine)),
  billDocumentId: Nullable(Uuid),
})

export const ProjectView = Type.Object({
  projectId: Uuid,
  onChainId: Bytes32,
  reference: Type.String(),
  name: Type.String(),
  ownerPartyId: Uuid,
  parcelId: Uuid,
  methodology: Type.String(),
  state: OneOf(statesOf(projectLifecycle)),
  buildings: Type.Array(BuildingView),
  registeredAt: Instant,
})

export const ProjectQuery = Type.Object(
  { ...pageQuery, state: Type.Optional(OneOf(statesOf(projectLifecycle))) },
  { additionalProperties: false },
)
export const ProjectPage = PageOf(ProjectView)
