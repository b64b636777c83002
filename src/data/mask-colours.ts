/**
 * Colours of mask classes, red, green and blue in hexadecimal. First Okabe and Ito's (jfly.uni-koeln.de/color, 2008), then
 * those farthest from all before, in OKLab, as seen by normal and by red-, green- and blue-blind eyes (Machado et al. 2009);
 * a few are swapped, so that the large ones of CamVid's 32 classes look unlike each other. Very dark ones are left
 * out: half transparent over a photo they all look alike.
 */
export const maskColours: readonly string[] = (
  '#0072b2 #e69f00 #009e73 #cc79a7 #56b4e9 #d55e00 #f0e442 #69001e ' +
  '#1e00a5 #87f0f0 #874b4b #965aff #0000ff #96b487 #782d87 #5a0078 ' +
  '#e100d2 #695a78 #b4d2b4 #ff78d2 #870f4b #e1ffd2 #e1c369 #87d2ff ' +
  '#b4f096 #c32da5 #5a4b00 #9687ff #004b5a #3c2dc3 #697869 #a55a3c'
).split(' ');
