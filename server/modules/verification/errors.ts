import { defineErrors } from '@assay/domain/errors.ts'

/** Errors of verification. */
export const verificationErrors = defineErrors({
  CASE_NOT_FOUND: { status: 404, title: 'Case not found', remedy: 'Check the case id.' },
  CASE_EXISTS: {
    status: 409,
    title: 'The subject already has a case',
    remedy: 'Read the existing case; a trade has one case, and a new carbon claim needs a new quantification.',
  },
  CASE_SUBJECT_NOT_READY: {
    status: 409,
    title: 'The subject cannot be verified in its present state',
    remedy: 'Bring the trade or project into a state that allows verification first.',
  },
  CASE_STATE_CONFLICT: {
    status: 409,
    title: 'The case is not in a state that allows this',
    remedy: 'Read the case and act on its present state.',
  },
  CLAIM_INCOMPLETE: {
    status: 422,
    title: 'The evidence does not say what, where and when',
    remedy: 'Upload a transport document that states its number and the date of shipment.',
  },
  CLAIM_KEY_TAKEN: {
    status: 409,
    title: 'The same what, where and when is already claimed',
    remedy: 'A delivery or a building can be claimed once; read the case named in the details.',
  },
  MAKER_IS_CHECKER: {
    status: 403,
    title: 'The maker of a case cannot check it',
    remedy: 'Let a party act that neither submitted the case nor owns its subject.',
  },
  COMMITTEE_TOO_SMALL: {
    status: 503,
    title: 'Too few independent nodes are active for this tier',
    remedy: 'Ask governance to register more nodes, then try again.',
    retryable: true,
  },
  INDICATOR_MISSING: {
    status: 422,
    title: 'A governed indicator needed for the issuance terms is missing',
    remedy: 'Have governance record the indicator named in the details, then open the case again.',
  },
  NODE_NOT_ASSIGNED: {
    status: 403,
    title: 'The node is not assigned to this case',
    remedy: 'Report only on cases listed in your assignments.',
  },
  NODE_NOT_FOUND: { status: 404, title: 'Node not found', remedy: 'List the nodes and use one of their indices.' },
  NODE_SIGNER_TAKEN: {
    status: 409,
    title: 'The signing key belongs to another node',
    remedy: 'Generate a key of your own for each node.',
  },
  NODE_REGISTER_FULL: {
    status: 409,
    title: 'The register holds the most nodes a committee bitmap can name',
    remedy: 'Change a node that is no longer active instead of adding one.',
  },
  REPORT_MISMATCH: {
    status: 422,
    title: 'The report is not about this round',
    remedy: 'Sign the case id, round, evidence root, terms hash and proposition of the assignment as they stand.',
  },
  REPORT_CONTRADICTS_ITSELF: {
    status: 422,
    title: 'The report agrees although it must not',
    remedy: 'A report that is below the threshold or names a critical failure cannot agree.',
  },
  REPORT_SIGNATURE_INVALID: {
    status: 422,
    title: "The signature is not the node's",
    remedy: 'Sign the EIP-712 report with the registered key of the node, in 65 bytes with low s.',
  },
  REPORT_CONFLICT: {
    status: 409,
    title: 'The node has already reported otherwise in this round',
    remedy: 'A report cannot be replaced; restore the report the node signed first.',
  },
  ROUND_NOT_OPEN: {
    status: 409,
    title: 'The round takes no more reports',
    remedy: 'Fetch the assignments again.',
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
  CHALLENGE_NOT_FOUND: { status: 404, title: 'No open challenge', remedy: 'Check the case for an open challenge.' },
  QUANTIFICATION_NOT_POSSIBLE: {
    status: 422,
    title: 'The project has nothing that can be quantified as asked',
    remedy: 'Name one of the vintages in the details, and give every building of it a bill of materials.',
  },
  QUANTIFICATION_NOT_FOUND: { status: 404, title: 'Quantification not found', remedy: 'Check the quantification id.' },
  WALLET_REQUIRED: {
    status: 409,
    title: 'The acting party has no wallet on chain',
    remedy: 'Add a wallet to the party and have its claim accepted first.',
  },
})
