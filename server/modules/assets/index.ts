/** The door of assets: everything other rooms may use. */
import type { Module } from '../../module.ts'
import { projections } from './chain.ts'
import { reactions } from './reactions.ts'
import { routes } from './routes.ts'

export { type BatchOf, readBatch, recordBatch, refuseWhole } from './batches.ts'
export { assetErrors } from './errors.ts'
export {
  buildingRegistered,
  custodyStepRecorded,
  parcelRegistered,
  parcelsSubmitted,
  projectRegistered,
  tradeMoved,
  tradeRegistered,
} from './events.ts'
export { fixTradeWallets } from './fixTradeWallets.ts'
export { moveTrade, type TradeEvent } from './moveTrade.ts'
export { findParcel, type ParcelRecord, readParcel } from './readParcel.ts'
export {
  type BuildingRecord,
  findBuilding,
  findProject,
  type MaterialLine,
  type ProjectRecord,
  readProject,
} from './readProject.ts'
export { findTrade, presentTrade, readTrade, type TradeRecord, type TradeWallets } from './readTrade.ts'
export { recordCustodyStep } from './recordCustodyStep.ts'
export { recordBillOfMaterials, registerBuilding } from './registerBuilding.ts'
export { registerParcel } from './registerParcel.ts'
export { registerParcelBatch } from './registerParcelBatch.ts'
export { registerProject } from './registerProject.ts'
export { registerTrade } from './registerTrade.ts'
export { BatchView, CustodyStepInput, ProblemView, TradeParams, TradeView } from './schema.ts'
export { partiesOfTrade } from './tradeRoutes.ts'

export const assets: Module = { name: 'assets', routes, reactions, projections }
