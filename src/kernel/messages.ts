import { createHmac, randomUUID } from 'node:crypto';

/** The header of a message of Jupyter's protocol. */
export interface Header {
  readonly msg_id: string;
  readonly msg_type: string;
  readonly session: string;
  readonly username: string;
  /** When the sender made the message, by its clock; ISO 8601. */
  readonly date: string;
  readonly version: string;
}

/** A message that was received. */
export interface Message {
  /** ZeroMQ's addresses of the sender, which a reply begins with. */
  readonly identities: readonly Buffer[];
  readonly header: Header;
  readonly content: Record<string, unknown>;
}

/** What a reply or an output says. */
export type Content = Record<string, unknown>;

// Clients tell by it that another kernel answers than before.
const SESSION = randomUUID();
const DELIMITER = Buffer.from('<IDS|MSG>');

/**
 * Reads a message as it came over the wire.
 *
 * @param frames Its ZeroMQ frames.
 * @param key The key of the connection file.
 * @throws Error if it is no message, or was not signed with the key.
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#the-wire-protocol
 */
export function parseMessage(frames: readonly Buffer[], key: string): Message {
  const at = frames.findIndex((frame) => frame.equals(DELIMITER));
  if (at < 0 || frames.length < at + 6) throw new Error('A message has no delimiter or too few frames.');
  const parts = frames.slice(at + 2);
  if (key && frames[at + 1].toString() !== signature(parts, key)) {
    throw new Error('A message has a wrong signature.');
  }
  return {
    identities: frames.slice(0, at),
    header: JSON.parse(parts[0].toString()),
    content: JSON.parse(parts[3].toString()),
  };
}

/**
 * A message as it goes over the wire.
 *
 * @param type Its type, e.g. `execute_reply`.
 * @param content What it says.
 * @param parent The request that it belongs to.
 * @param key The key of the connection file.
 */
export function serializeMessage(
  type: string,
  content: Content,
  { identities, header }: Message,
  key: string,
): Buffer[] {
  const own: Header = {
    msg_id: randomUUID(),
    msg_type: type,
    session: SESSION,
    username: header.username,
    date: new Date().toISOString(),
    version: '5.3',
  };
  const parts = [own, header, {}, content].map((part) => Buffer.from(JSON.stringify(part)));
  return [...identities, DELIMITER, Buffer.from(key && signature(parts, key)), ...parts];
}

function signature(parts: readonly Buffer[], key: string): string {
  const hmac = createHmac('sha256', key);
  for (const part of parts) hmac.update(part);
  return hmac.digest('hex');
}
