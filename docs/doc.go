// Package docs holds the pages that the program itself shows.
package docs

import _ "embed"

// Glossary is the page of words, GLOSSARY.md.
//
//go:embed GLOSSARY.md
var Glossary string
