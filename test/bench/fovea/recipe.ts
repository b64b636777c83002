import { readLesson } from './lesson';

/** Prints the recipe of a lesson's fit as JSON: `recipe.js FILE`, the file of `compileLesson`. */
readLesson(process.argv[2]).then(({ recipe }) => console.log(JSON.stringify(recipe)));
