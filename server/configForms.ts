/** The forms a setting can have. Each takes what somebody wrote and throws a plain Error that says what would be valid. */
import { isIPv6 } from 'node:net'
import { isAbsolute, resolve } from 'node:path'
import { validateMnemonic } from '@scure/bip39'
import { wordlist } from '@scure/bip39/wordlists/english'
import { type Address, getAddress, type Hex, isAddress, isHex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'

export function name(text: string): string {
  if (!/^[A-Za-z0-9._:-]{1,253}$/.test(text)) throw new Error('1 to 253 letters, digits, dots, colons, dashes')
  return text
}

/** An address of IPv6 stands in brackets (RFC 3986 section 3.2.2). */
export function httpUrl(host: string, port: number | string): string {
  return `http://${isIPv6(host) ? `[${host}]` : host}:${port}`
}

export function failpointName(text: string): string {
  if (!/^[A-Za-z0-9.:#_-]{1,120}(@\d{1,6})?$/.test(text))
    throw new Error('a name of a failpoint, then perhaps @ and a count')
  return text
}

export function directory(text: string): string {
  if (text.trim() === '' || text.includes('\0')) throw new Error('a path')
  return isAbsolute(text) ? text : resolve(text)
}

/** 12 to 24 words of BIP-39, checksum included; more than one blank between them does not matter. */
export function mnemonic(text: string): string {
  const words = text.trim().split(/\s+/).join(' ')
  if (!validateMnemonic(words, wordlist)) throw new Error('12 to 24 English words of BIP-39 with a valid checksum')
  return words
}

/** As wallets export it. */
export function privateKey(text: string): Hex {
  try {
    if (!isHex(text)) throw new Error('no hexadecimal digits')
    privateKeyToAccount(text)
    return text
  } catch {
    throw new Error('a private key: 0x and 64 hexadecimal digits')
  }
}

export function address(text: string): Address {
  if (!isAddress(text)) throw new Error('an address: 0x and 40 hexadecimal digits, with a valid checksum')
  return getAddress(text)
}

/** 32 bytes. */
export function key(text: string): Uint8Array {
  if (!/^[0-9a-fA-F]{64}$/.test(text)) throw new Error('64 hexadecimal digits')
  return Buffer.from(text, 'hex')
}

export function urlOf(...protocols: string[]): (text: string) => string {
  return (text) => {
    if (!URL.canParse(text) || !protocols.includes(new URL(text).protocol))
      throw new Error(`a URL with ${protocols.join(' or ')}`)
    return text
  }
}

/** As `urlOf` of http and https; what is not on this machine is reached by https, or tokens would travel for everybody to read. */
export function publicUrl(text: string): string {
  const { protocol, hostname } = new URL(urlOf('http:', 'https:')(text))
  if (protocol === 'http:' && !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname))
    throw new Error('a URL with https:, or with http: on the loopback address')
  return text
}

export function integer(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (!/^\d+$/.test(text) || value < least || value > most) throw new Error(`a whole number from ${least} to ${most}`)
    return value
  }
}

export function amount(text: string): bigint {
  if (!/^\d{1,30}$/.test(text)) throw new Error('a whole number of wei')
  return BigInt(text)
}

export function oneOf<const Values extends readonly string[]>(...values: Values): (text: string) => Values[number] {
  return (text) => {
    if (!values.includes(text)) throw new Error(`one of ${values.join(', ')}`)
    return text
  }
}
