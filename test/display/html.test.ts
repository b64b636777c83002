import assert from 'node:assert/strict';
import { test } from 'node:test';
import { breakableLabel, html } from '../../src/display/html';

test('html escapes text, in content and in attributes', () => {
  const label = '<img src=x onerror="alert(\'&\')">';
  assert.equal(
    html`<b title="${label}">${label}</b>`.text,
    '<b title="&lt;img src=x onerror=&#34;alert(&#39;&amp;&#39;)&#34;&gt;">&lt;img src=x onerror=&#34;alert(&#39;&amp;&#39;)&#34;&gt;</b>',
  );
});

test('html keeps markup, joins lists and leaves out what is undefined or false', () => {
  assert.equal(
    html`<ul>${[html`<li>${1}</li>`, html`<li>2</li>`]}${undefined}${false}</ul>`.text,
    '<ul><li>1</li><li>2</li></ul>',
  );
});

test('breakableLabel() lets a line end after an underscore, a semicolon or a slash', () => {
  assert.equal(breakableLabel('shiba_inu<b>').text, 'shiba_<wbr>inu&lt;b&gt;');
  assert.equal(breakableLabel('car;person').text, 'car;<wbr>person');
  assert.equal(breakableLabel('images/a.jpg').text, 'images/<wbr>a.jpg');
});
