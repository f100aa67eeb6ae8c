/** The nodes that the Verification contract knows, as the database shows them. */
import { projection } from '../../module.ts'

const nodeSet = projection({
  contract: 'Verification',
  eventName: 'NodeSet',
  async project({ db }, { args, blockNumber }) {
    const values = {
      signer: args.signer.toLowerCase(),
      reliability_e4: args.reliabilityE4,
      active: args.active,
      block_number: blockNumber,
    }
    await db
      .insertInto('oracle_nodes_on_chain')
      .values({ node_index: args.index, ...values })
      .onConflict((conflict) => conflict.column('node_index').doUpdateSet(values))
      .execute()
  },
})

export const projections = [nodeSet]
