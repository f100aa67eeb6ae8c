/** Pages for people: the start page, and the proof of everything that was issued or retired. */
import { Type } from 'typebox'
import { Uuid } from '../../fields.ts'
import { query, type Route } from '../../module.ts'
import { defaultLocale } from '../../pages/locale.ts'
import { findProof, readProof } from './readProof.ts'
import { readStart } from './readStart.ts'
import { renderProof, renderUnderWay } from './renderProof.ts'
import { renderStart } from './renderStart.ts'
import { BundleParams } from './schema.ts'

const page = { root: true, access: 'public', produces: 'text/html; charset=utf-8', response: Type.String() } as const
const bytesOf = (text: string) => new TextEncoder().encode(text)

const shown = (found: Awaited<ReturnType<typeof findProof>>) =>
  bytesOf('bundle' in found ? renderProof(found) : renderUnderWay(found))

export const pageRoutes: readonly Route[] = [
  query({
    ...page,
    operationId: 'showStart',
    path: '/',
    summary: 'Start page, as HTML: where everything is, and what was issued and retired lately',
    handle: async (context, { locale = defaultLocale }) => bytesOf(renderStart(await readStart(context, locale))),
  }),
  query({
    ...page,
    operationId: 'showBundle',
    path: '/bundles/{bundleId}',
    summary: 'Page of a bundle, as HTML: what was issued or retired, what its proof shows, how to check it',
    params: BundleParams,
    errors: ['BUNDLE_NOT_FOUND'],
    handle: async (context, { params, locale = defaultLocale }) =>
      bytesOf(renderProof(await readProof(context, params.bundleId, locale))),
  }),
  query({
    ...page,
    operationId: 'showCaseProof',
    path: '/cases/{caseId}',
    summary: 'The same page for what followed from a case; says so while the proof is under way',
    params: Type.Object({ caseId: Uuid }),
    errors: ['BUNDLE_NOT_FOUND'],
    handle: async (context, { params, locale = defaultLocale }) =>
      shown(await findProof(context, { kinds: ['allocation', 'issuance'], subjectId: params.caseId, locale })),
  }),
  query({
    ...page,
    operationId: 'showRetirementProof',
    path: '/retirements/{retirementId}/proof',
    summary: 'The same page for a retirement; says so while the proof is under way',
    params: Type.Object({ retirementId: Uuid }),
    errors: ['BUNDLE_NOT_FOUND'],
    handle: async (context, { params, locale = defaultLocale }) =>
      shown(await findProof(context, { kinds: ['retirement'], subjectId: params.retirementId, locale })),
  }),
]
