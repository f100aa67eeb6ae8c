import type { Route } from '../../module.ts'
import { caseReadRoutes } from './caseReadRoutes.ts'
import { caseRoutes } from './caseRoutes.ts'
import { judgeRoutes } from './judgeRoutes.ts'

export const routes: readonly Route[] = [...judgeRoutes, ...caseReadRoutes, ...caseRoutes]
