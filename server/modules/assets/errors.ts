import { defineErrors } from '@assay/domain/errors.ts'

/** Errors of assets. Problems inside a file are rows of `problems` in the details, with codes of their own. */
export const assetErrors = defineErrors({
  TRADE_NOT_FOUND: {
    status: 404,
    title: 'There is no such trade',
    remedy: 'Take the trade id from `GET /api/v1/trades`.',
  },
  TRADE_PARTIES_INVALID: {
    status: 422,
    title: 'The parties of the trade do not fit their parts',
    remedy:
      'Buyer and seller must be two registered parties with these roles, the sovereign a state of the origin country; `field` and `reason` say which does not fit.',
  },
  TRADE_REFERENCE_TAKEN: {
    status: 409,
    title: 'The seller has already registered another contract under this reference',
    remedy: 'Read the trade named in `tradeId`, or use the reference of the new contract.',
  },
  TRADE_TOTAL_MISMATCH: {
    status: 422,
    title: 'Quantity times price is not the total',
    remedy:
      'Correct the value in `field`; `product` is the exact product of quantity and price, and all three must be above zero.',
  },
  TRADE_PRICE_INEXACT: {
    status: 422,
    title: 'Quantity times price is not a whole number of PT base units',
    remedy: 'Use at most 18 decimals in the product of quantity and price.',
  },
  TRADE_CATEGORY_MISMATCH: {
    status: 422,
    title: 'The HS code belongs to another commodity category',
    remedy: 'Correct the HS code or the category; the code belongs to `categoryOfCode`.',
  },
  CUSTODY_STEP_CONFLICT: {
    status: 409,
    title: 'The custody step is already recorded otherwise',
    remedy: 'A recorded checkpoint, time or document stays; add what is missing or use the next sequence number.',
  },
  CUSTODY_ORDER_INVALID: {
    status: 422,
    title: 'The custody step happened before the one it follows, or after the one it precedes',
    remedy: 'Correct the time or the sequence; `neighbour` is the number of the step it contradicts.',
  },
  DATE_IN_FUTURE: {
    status: 422,
    title: 'What is recorded as done lies in the future',
    remedy: 'Correct the date in `field`: nothing after `latest` has happened yet.',
  },
  PARCEL_NOT_FOUND: {
    status: 404,
    title: 'There is no such parcel',
    remedy: 'Take the parcel id from the answer of `POST /api/v1/parcels`.',
  },
  PARCEL_INPUT_INVALID: {
    status: 422,
    title: 'The parcel is not a valid GeoJSON feature of one area',
    remedy: 'Repair what `problems` lists; nothing was stored.',
  },
  PARCEL_REFERENCE_TAKEN: {
    status: 409,
    title: 'The owner has already registered another parcel under this reference',
    remedy: 'Read the parcel named in `parcelId`, or use the reference of the new parcel.',
  },
  PARCEL_OVERLAP: {
    status: 409,
    title: 'The parcel overlaps land that is already registered',
    remedy:
      'Correct the boundary; neighbours may share edges but not area. `overlapAreaM2` is the area they would share.',
  },
  PARCEL_NOT_REGISTERED: {
    status: 409,
    title: 'The parcel has no title on chain yet',
    remedy: 'Wait until `GET /api/v1/parcels/{parcelId}` shows the state `registered`, then try again.',
    retryable: true,
  },
  BATCH_REFUSED: {
    status: 422,
    title: 'A row of the batch was refused, so nothing was stored',
    remedy: 'Repair the rows that `problems` lists, or send the batch with mode `quarantine` to keep the good ones.',
  },
  BATCH_NOT_FOUND: {
    status: 404,
    title: 'There is no such batch',
    remedy:
      'Take the batch id from the answer of `POST /api/v1/parcels/batches`, or from `quarantineBatchId` of a document.',
  },
  PROJECT_NOT_FOUND: {
    status: 404,
    title: 'There is no such project',
    remedy: 'Take the project id from the answer of `POST /api/v1/projects`.',
  },
  PROJECT_REFERENCE_TAKEN: {
    status: 409,
    title: 'The owner has already registered another project under this reference',
    remedy: 'Read the project named in `projectId`, or use the reference of the new project.',
  },
  PROJECT_OWNER_MISMATCH: {
    status: 422,
    title: 'The parcel belongs to another party than the project',
    remedy: 'Register the project for the owner of the parcel.',
  },
  BUILDING_NOT_FOUND: {
    status: 404,
    title: 'There is no such building',
    remedy: 'Take the building id from the answer of `POST /api/v1/projects/{projectId}/buildings`.',
  },
  BUILDING_CONFLICT: {
    status: 409,
    title: 'The project has another building of this name',
    remedy: 'Read the building named in `buildingId`, or give the new one another name.',
  },
  BILL_OF_MATERIALS_CONFLICT: {
    status: 409,
    title: 'The bill of materials differs from the one recorded for the building',
    remedy: 'A recorded bill stays; register a corrected building under another name.',
  },
  OWNER_HAS_NO_WALLET: {
    status: 409,
    title: 'The owner has no wallet on chain',
    remedy:
      'Register a wallet for the owner (`POST /api/v1/parties/{partyId}/wallets`) and wait until its claim is accepted.',
  },
})
