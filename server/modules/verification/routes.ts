import type { Route } from '../../module.ts'
import { caseReadRoutes } from './caseReadRoutes.ts'
import { caseRoutes } from './caseRoutes.ts'
import { nodeRoutes } from './nodeRoutes.ts'
import { quantificationRoutes } from './quantificationRoutes.ts'

export const routes: readonly Route[] = [...nodeRoutes, ...quantificationRoutes, ...caseReadRoutes, ...caseRoutes]
