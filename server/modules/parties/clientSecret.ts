import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** A new secret: 256 random bits, recognisable by its prefix to scanners that look for leaked credentials. */
export function newClientSecret(): string {
  return `assay_${randomBytes(32).toString('base64url')}`
}

/** What is stored. One SHA-256 is enough: nobody can guess 256 random bits, so slow hashing would only slow every token. */
export function hashClientSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** Compares in constant time. */
export function clientSecretMatches(secret: string, secretHash: string): boolean {
  const [given, stored] = [Buffer.from(hashClientSecret(secret), 'hex'), Buffer.from(secretHash, 'hex')]
  return given.length === stored.length && timingSafeEqual(given, stored)
}
