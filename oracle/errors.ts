import { defineErrors } from '@assay/domain/errors.ts'

/** Why a node refuses to start or to sign. The status is what the node's own health page would say; nothing is sent anywhere. */
export const oracleErrors = defineErrors({
  ORACLE_CONFIG_INVALID: {
    status: 500,
    title: 'The configuration of the node is not usable',
    remedy: 'Correct the setting named in the details; oracle/README.md lists all of them.',
  },
  ORACLE_KEY_INVALID: {
    status: 500,
    title: 'The key file of the node is not usable',
    remedy: 'Restore the key file: one private key of 32 bytes in hex, readable by its owner alone.',
  },
  ORACLE_FAULT_FORBIDDEN: {
    status: 500,
    title: 'Faults can only be provoked in a sandbox',
    remedy: 'Remove the setting, or run the node against a sandbox network.',
  },
  ORACLE_DOSSIER_REFUSED: {
    status: 422,
    title: 'The dossier does not support what the node is asked to sign',
    remedy: 'Compare the case on chain with the dossier; the details name the check that failed.',
  },
  ORACLE_JOURNAL_CORRUPT: {
    status: 500,
    title: 'The journal of signed reports is damaged',
    remedy: 'Restore the journal from a copy; without it the node cannot know what it has already signed.',
  },
})
