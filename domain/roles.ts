/**
 * Roles and scopes. A client holds roles by what its party is; a token carries scopes; a route names both. Terms follow
 * domain.md 1.2 and 1.8.
 */
export const roles = [
  'buyer', // pays a commodity contract into escrow
  'seller', // delivers it
  'sovereign', // receives Foundation Token for verified exports
  'landowner', // registers parcels and projects
  'verifier', // accredited body that signs carbon reports
  'creditBuyer', // buys and retires credits
  'inspector', // files surveys and certificates as evidence
  'oracle', // node of the committee
  'reviewer', // opens review rounds, resolves holds and challenges; never on a case it submitted
  'registrar', // registers land titles
  'compliance', // parties, freezing
  'governance', // parameters
  'treasury', // issues Payment Token
  'operator', // runs the installation
  'auditor', // reads everything, changes nothing
] as const
export type Role = (typeof roles)[number]

export const scopes = [
  'parties:read',
  'parties:write',
  'governance:read',
  'governance:write',
  'assets:read',
  'assets:write',
  'evidence:read',
  'evidence:write',
  'verification:read',
  'verification:write',
  'verification:report',
  'verification:review',
  'issuance:read',
  'issuance:review',
  'trading:read',
  'trading:write',
  'settlement:read',
  'settlement:write',
  'ledger:read',
  'ledger:write',
  'retirement:read',
  'retirement:write',
  'reporting:read',
  'operations:write',
] as const
export type Scope = (typeof scopes)[number]
