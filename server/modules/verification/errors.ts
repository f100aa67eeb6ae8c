import { defineErrors } from '@assay/domain/errors.ts'

/** Errors of verification. */
export const verificationErrors = defineErrors({
  CASE_NOT_FOUND: {
    status: 404,
    title: 'There is no such case',
    remedy:
      'Take the case id from the answer of `POST /api/v1/cases`; it is the id of the trade or of the quantification.',
  },
  CASE_EXISTS: {
    status: 409,
    title: 'The subject already has a case',
    remedy: 'Read the case named in `caseId`; a trade has one case, and a new carbon claim needs a new quantification.',
  },
  CASE_SUBJECT_NOT_READY: {
    status: 409,
    title: 'The subject cannot be verified in its present state',
    remedy: 'A trade must be in the state that `needed` names; of a quantification `reason` says what is missing.',
  },
  CASE_STATE_CONFLICT: {
    status: 409,
    title: 'The case is not in a state that allows this',
    remedy:
      'Read the case with `GET /api/v1/cases/{caseId}` and act on its present state; `state` or `reason` says what stands in the way.',
  },
  CLAIM_KEY_TAKEN: {
    status: 409,
    title: 'The same what, where and when is already claimed',
    remedy:
      'A delivery, or the stock of a parcel in a quarter, can be claimed once, whatever contract or project names it; `caseId` holds the claim.',
  },
  MAKER_IS_CHECKER: {
    status: 403,
    title: 'The maker of a case cannot check it',
    remedy: 'Let a party act that neither submitted the case nor owns its subject.',
  },
  INDICATOR_MISSING: {
    status: 422,
    title: 'A governed indicator needed for the issuance terms is missing',
    remedy:
      'Have governance record the indicator `key` for `subject` (`POST /api/v1/indicators`), then open the case again.',
  },
  NODE_NOT_ASSIGNED: {
    status: 403,
    title: 'The node is not assigned to this case',
    remedy: 'Report only on rounds that `GET /api/v1/oracle/assignments` lists for your nodes.',
  },
  REPORT_MISMATCH: {
    status: 422,
    title: 'The report is not about this round',
    remedy: 'Sign what the assignment says as it stands; `field` names what differs, `expected` what it must be.',
  },
  REPORT_SIGNATURE_INVALID: {
    status: 422,
    title: "The signature is not the node's",
    remedy: 'Sign the EIP-712 report with the registered key of the node, in 65 bytes with low s.',
  },
  REPORT_CONFLICT: {
    status: 409,
    title: 'The node has already reported otherwise in this round',
    remedy: 'A report cannot be replaced; send the one that the node signed first, from its journal.',
  },
  ROUND_NOT_OPEN: {
    status: 409,
    title: 'The round takes no more reports',
    remedy: 'Fetch the open rounds again with `GET /api/v1/oracle/assignments`.',
  },
  REVIEW_QUANTITY_INVALID: {
    status: 422,
    title: 'A review cannot propose this quantity',
    remedy: 'Propose a quantity above zero and not above the contracted one.',
  },
  CHALLENGE_WINDOW_PASSED: {
    status: 409,
    title: 'The challenge window has passed',
    remedy: 'A settled outcome stands; only a new claim can follow.',
  },
  CHALLENGE_OPEN: {
    status: 409,
    title: 'Another challenge of the case is open',
    remedy:
      'One challenge is decided at a time: wait until it is (`challenges` of the case), then raise yours inside the window.',
  },
  RESOLUTION_CONFLICT: {
    status: 409,
    title: 'The challenge has been decided otherwise',
    remedy: 'A challenge is decided once; `upheld` says how. Read `challenges` of the case.',
  },
  CHALLENGE_NOT_FOUND: {
    status: 404,
    title: 'The case has no open challenge',
    remedy: 'Read the case with `GET /api/v1/cases/{caseId}`; only a disputed case has one.',
  },
  WALLET_REQUIRED: {
    status: 409,
    title: 'The acting party has no wallet on chain',
    remedy:
      'Register a wallet for the party in `partyId` (`POST /api/v1/parties/{partyId}/wallets`) and wait until its claim is accepted.',
  },
})
