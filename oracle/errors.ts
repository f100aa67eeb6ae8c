import { defineErrors } from '@assay/domain/errors.ts'

/** Why a node refuses to start or to sign. The status is what the node's own health page would say; nothing is sent anywhere. */
export const oracleErrors = defineErrors({
  ORACLE_CONFIG_INVALID: {
    status: 500,
    title: 'The configuration of the node is not usable',
    remedy:
      'Correct the setting that `setting` names: `problem` says what is wrong with it. oracle/README.md lists all settings.',
  },
  ORACLE_KEY_INVALID: {
    status: 500,
    title: 'The key file of the node is not usable',
    remedy:
      'Restore the key file, one private key of 32 bytes in hex, readable by its owner alone; `problem` says what is wrong with it.',
  },
  ORACLE_DOSSIER_REFUSED: {
    status: 422,
    title: 'The dossier does not support what the node is asked to sign',
    remedy:
      'Nothing was signed, and the journal keeps why. `check` names what does not fit, `found` and `expected` how; ask the operator of the installation.',
  },
  ORACLE_JOURNAL_CORRUPT: {
    status: 500,
    title: 'The journal of signed reports is damaged',
    remedy:
      'Restore the entry that `entry` names from a copy of the journal; without it the node cannot know what it has already signed.',
  },
})
