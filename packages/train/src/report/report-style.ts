/** The look of a report; light or dark as the reader's system is. */
export const reportStyle = `:root{color-scheme:light dark;--ink:#1c2430;--faint:#5b6675;--paper:#fff;--rule:#d9dee5;--train:#1f5fbf;--validation:#b4530a;--best:#5b6675}
@media(prefers-color-scheme:dark){:root{--ink:#e6eaf0;--faint:#a3adba;--paper:#14181f;--rule:#343c48;--train:#7db1ff;--validation:#ffab5c;--best:#a3adba}}
*{box-sizing:border-box}
body{margin:0 auto;padding:1.5rem 1rem 3rem;max-width:70rem;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,sans-serif}
h1{font-size:1.6rem;line-height:1.2;margin:0 0 .5rem;overflow-wrap:anywhere}
h2{font-size:1.2rem;margin:2rem 0 .75rem}
p{margin:0 0 1rem;color:var(--faint)}
.curves{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,22rem),1fr));gap:1.5rem}
figure{margin:0;min-width:0;max-width:34rem}
figcaption{display:flex;flex-wrap:wrap;justify-content:space-between;gap:.25rem 1rem;font-weight:600;overflow-wrap:anywhere}
.legend{display:flex;gap:1rem;font-weight:400;color:var(--faint)}
.legend span::before{content:'';display:inline-block;width:1.4em;margin-right:.4em;vertical-align:middle;border-top:.18em solid var(--train)}
.legend .validation::before{border-top:.18em dashed var(--validation)}
svg{display:block;width:100%;height:auto}
svg text{font-size:11px;fill:var(--faint)}
svg path{fill:none;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
circle.train{fill:var(--train)}
circle.validation{fill:var(--validation)}
path.train{stroke:var(--train)}
path.validation{stroke:var(--validation);stroke-dasharray:6 4}
line.grid{stroke:var(--rule)}
line.best{stroke:var(--best);stroke-dasharray:2 3}
.wide{overflow-x:auto;max-width:100%}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{padding:.3rem .75rem;text-align:right;border-bottom:1px solid var(--rule);white-space:nowrap}
thead th{vertical-align:bottom}
th[scope=row]{text-align:left;position:sticky;left:0;background:var(--paper)}
tr.best th,tr.best td{font-weight:700}
.confusion td{text-align:center;min-width:3rem;border:1px solid var(--paper)}
.confusion .right{background:color-mix(in srgb,var(--train) var(--share),var(--paper))}
.confusion .wrong{background:color-mix(in srgb,var(--validation) var(--share),var(--paper))}`;
