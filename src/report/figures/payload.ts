/**
 * @file Data for the page's script: JSON, deflated, as text that no parser of HTML looks into. Readers of the page without
 * script lose nothing by it.
 */
import { deflateRawSync } from 'node:zlib';
import { html, type Markup } from '../html/markup.js';

/** `name` is unique in the page; the script reads it with `readPayload(name)`. */
export function payloadBlock(name: string, value: unknown): Markup {
  const deflated = deflateRawSync(JSON.stringify(value));
  return html`<script type="application/octet-stream" data-payload="${name}">${deflated.toString('base64')}</script>`;
}
