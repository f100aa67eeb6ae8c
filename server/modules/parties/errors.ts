import { defineErrors } from '@assay/domain/errors.ts'

export const partyErrors = defineErrors({
  PARTY_NOT_FOUND: {
    status: 404,
    title: 'There is no such party',
    remedy: 'Take the party id from `GET /api/v1/parties`, or ask the operator for it.',
  },
  COUNTRY_UNKNOWN: {
    status: 422,
    title: 'The country code is not assigned in ISO 3166-1',
    remedy: 'Use an assigned alpha-2 code such as EE.',
  },
  SOVEREIGN_NOT_STATE: {
    status: 422,
    title: 'Only a state can be a sovereign',
    remedy: 'Register the party with type `state`, or leave the role `sovereign` out.',
  },
  PARTY_ROLES_CONFLICT: {
    status: 422,
    title: 'One party may not hold these roles together',
    remedy:
      'Give one of the two `roles` of each entry in `conflicts` to another party; `because` names what they would bring together, `source` where that is forbidden.',
  },
  TRACK_RECORD_WITHOUT_SOURCE: {
    status: 422,
    title: 'A track record from outside needs its source',
    remedy: 'Name the register or report the numbers come from in `trackRecord.source`.',
  },
  WALLET_NOT_FOUND: {
    status: 404,
    title: 'The party has no such wallet',
    remedy: 'Take the wallet id from `GET /api/v1/parties/{partyId}`, or register a wallet first.',
  },
  WALLET_TAKEN: {
    status: 409,
    title: 'The address is already registered',
    remedy: 'An address belongs to one party for ever; use another one.',
  },
  WALLET_PROOF_INVALID: {
    status: 422,
    title: 'The proof does not show control of the address',
    remedy:
      'Sign the text in `message` (EIP-191, personal_sign) with the key of the address and send the signature as `proof`.',
  },
  CLAIM_WITHOUT_ROLE: {
    status: 422,
    title: "None of the party's roles exists on chain",
    remedy: 'Give the party one of the roles in `claimable` first.',
  },
  CLAIM_EXPIRY_INVALID: {
    status: 422,
    title: 'The claim would end in the past or too far in the future',
    remedy: 'Choose `expiresAt` after now and before the date in `latest`.',
  },
  CLAIM_ON_ITS_WAY: {
    status: 409,
    title: 'A claim for this wallet is on its way to the chain',
    remedy: 'Wait until the wallet shows it (`GET /api/v1/parties/{partyId}`), then repeat with a new idempotency key.',
  },
  CLAIM_NOT_FOUND: {
    status: 409,
    title: 'The wallet holds no claim',
    remedy: 'There is nothing to revoke; `GET /api/v1/parties/{partyId}` shows the claims of its wallets.',
  },
  PARTY_OWN: {
    status: 409,
    title: 'Nobody decides on the roles or the record of their own party',
    remedy: 'Have another party with the role `compliance` decide.',
  },
  PARTY_FROZEN: {
    status: 409,
    title: 'The party is frozen',
    remedy: 'Compliance must release the party first (`POST /api/v1/parties/{partyId}/freeze`).',
  },
  CLIENT_NOT_FOUND: {
    status: 404,
    title: 'The party has no such client',
    remedy: 'Take the client id from `GET /api/v1/parties/{partyId}/clients`.',
  },
  CLIENT_SCOPE_EXCEEDED: {
    status: 403,
    title: 'A client cannot give away scopes it does not have',
    remedy: 'Leave out the scopes in `scopes`, or ask compliance to create the client.',
  },
  ISSUER_NOT_FOUND: {
    status: 404,
    title: 'No such recognised issuer',
    remedy: 'Take the issuer id from `GET /api/v1/issuers`.',
  },
  ISSUER_ALREADY_RECOGNISED: {
    status: 409,
    title: 'An issuer of this name is recognised already',
    remedy: 'Revoke the present entry first, or use the name as it appears on the documents of the other issuer.',
  },
  ISSUER_KEY_INVALID: {
    status: 422,
    title: 'The public key is not a usable Ed25519 key',
    remedy: 'Send a JWK with kty OKP, crv Ed25519 and the 32-byte public key as `x` in base64url; never a private key.',
  },
})
