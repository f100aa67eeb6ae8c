/** What a document can be about. A kind is a row: whether the thing exists, and whose it is. */
import { commodityCategories } from '@assay/domain/assetClasses.ts'
import { isUuid } from '@assay/domain/ids.ts'
import type { QueryContext } from '../../module.ts'
import { findBuilding, findParcel, findProject, findTrade } from '../assets/index.ts'

type Db = QueryContext['db']

export const subjectKinds = ['trade', 'parcel', 'project', 'building', 'market'] as const
export type SubjectKind = (typeof subjectKinds)[number]

export interface Subject {
  readonly kind: SubjectKind
  /** Uuid; for a market a commodity category or `HS:` and a code. */
  readonly id: string
}

/** The parties a subject belongs to; null when it does not exist. */
export async function ownersOfSubject(db: Db, { kind, id }: Subject): Promise<readonly string[] | null> {
  if (kind === 'market') return isMarket(id) ? [] : null
  if (!isUuid(id)) return null
  switch (kind) {
    case 'trade': {
      const trade = await findTrade(db, id)
      return trade === null ? null : [trade.buyerPartyId, trade.sellerPartyId, trade.sovereignPartyId]
    }
    case 'parcel': {
      const parcel = await findParcel(db, id)
      return parcel === null ? null : [parcel.ownerPartyId]
    }
    case 'project': {
      const project = await findProject(db, id)
      return project === null ? null : [project.ownerPartyId]
    }
    case 'building': {
      const building = await findBuilding(db, id)
      const project = building === null ? null : await findProject(db, building.projectId)
      return project === null ? null : [project.ownerPartyId]
    }
  }
}

/** The subjects whose documents are judged together: a project with its parcel and buildings, anything else alone. */
export async function relatedSubjects(db: Db, subject: Subject): Promise<readonly Subject[]> {
  if (subject.kind !== 'project') return [subject]
  const project = await findProject(db, subject.id)
  if (project === null) return [subject]
  return [
    subject,
    { kind: 'parcel', id: project.parcelId },
    ...project.buildings.map(({ buildingId }) => ({ kind: 'building' as const, id: buildingId })),
  ]
}

/** A price series is about a commodity: `HS:1001`, or a whole category. */
export function isMarket(id: string): boolean {
  return (commodityCategories as readonly string[]).includes(id) || /^HS:[0-9]{4,6}$/.test(id)
}
