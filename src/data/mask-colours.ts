/**
 * Colours of mask classes, red, green, blue in hexadecimal. First Okabe and Ito's (jfly.uni-koeln.de/color, 2008), then one
 * after the other the colour farthest from all before, in OKLab, as seen by normal and by red-, green- and blue-blind
 * eyes (Machado et al. 2009). The dark ones are left out: half transparent over a photo they all look alike.
 */
export const maskColours: readonly string[] = (
  '#0072b2 #e69f00 #009e73 #cc79a7 #56b4e9 #d55e00 #f0e442 #69001e ' +
  '#1e00a5 #87f0f0 #874b4b #965aff #0000ff #96b487 #5a4b00 #5a0078 ' +
  '#e1ffd2 #9687ff #b4d2b4 #3c2dc3 #870f4b #87d2ff #e1c369 #e100d2 ' +
  '#b4f096 #c32da5 #782d87 #695a78 #004b5a #ff78d2 #697869 #a55a3c'
).split(' ');
