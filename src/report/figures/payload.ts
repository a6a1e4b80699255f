/**
 * @file Data for the page's script: JSON, deflated, as text that no parser of HTML looks into. Readers of the page without
 * script lose nothing by it.
 */
import { deflateSync, strToU8 } from 'fflate';
import { html, type Markup } from '../html/markup.js';

/** `name` is unique in the page; the script reads it with `readPayload(name)`. */
export function payloadBlock(name: string, value: unknown): Markup {
  const deflated = deflateSync(strToU8(JSON.stringify(value)), { level: 6 });
  return html`<script type="application/octet-stream" data-payload="${name}">${Buffer.from(deflated).toString('base64')}</script>`;
}
