import type { CommandContext } from '../../module.ts'

/**
 * Forgets who stands behind a pseudonym (GDPR article 17): the log stays as it is and verifies, its lines cannot be led back to the
 * client or party any more, and their input commitments cannot be tested against guesses. A later command gets a new pseudonym.
 * @returns whether there was something to forget.
 */
export async function erasePseudonym(
  ctx: CommandContext,
  input: { kind: 'client' | 'party'; id: string },
): Promise<boolean> {
  const deleted = await ctx.db
    .deleteFrom('audit_pseudonyms')
    .where('subject', '=', `${input.kind}:${input.id}`)
    .executeTakeFirst()
  return deleted.numDeletedRows > 0n
}
