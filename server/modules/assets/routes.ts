import type { Route } from '../../module.ts'
import { landRoutes } from './landRoutes.ts'
import { tradeRoutes } from './tradeRoutes.ts'

export const routes: readonly Route[] = [...tradeRoutes, ...landRoutes]
