"""Pyodide's loader, able to save and restore Python's memory with NumPy's libraries in it.

Its own snapshots of the memory know no libraries. While `Module.record` is there, it notes in which
order libraries and their functions came, and where they lie in the memory and in the table of
functions; restoring loads each library again to the same place, and then the memory as it was.
"""

from built.lean_loader import changed

CHANGES = [
    (
        "var memoryBase=metadata.memorySize?",
        "var memoryBase=place?place.memory:metadata.memorySize?",
    ),
    (
        "var tableBase=metadata.tableSize?wasmTable.length:0;",
        "var tableBase=place?place.table:metadata.tableSize?wasmTable.length:0;"
        "Module.record?.libraries.push("
        "{name:libName,global:flags.global,handle,memory:memoryBase,table:tableBase});",
    ),
    (
        "var memAlign=Math.pow(2,metadata.memoryAlign);",
        "var place=Module.place;var memAlign=Math.pow(2,metadata.memoryAlign);",
    ),
    (
        "if(metadata.tableSize){wasmTable.grow(metadata.tableSize)}",
        "if(metadata.tableSize&&!place){wasmTable.grow(metadata.tableSize)}",
    ),
    # Each answer is recorded, also where the function has its place already: which ones have
    # differs, for WebKit does not know some of them again.
    (
        "var rtn=getFunctionAddress(func);if(rtn){return rtn}",
        "var slot=Module.place?.slots.shift();"
        "var rtn=slot?wasmTable.get(slot)&&slot:getFunctionAddress(func);"
        "if(rtn){Module.record?.slots.push(rtn);return rtn}",
    ),
    (
        "var ret=getEmptyTableSlot();try{",
        "var ret=slot||getEmptyTableSlot();Module.record?.slots.push(ret);try{",
    ),
    (
        "r=JSON.stringify(e),",
        "r=JSON.stringify({...e,...Module.record,free:freeTableIndexes,end:wasmTable.length}),",
    ),
    (
        "l=JSON.parse(s);return Module.HEAP8.set(t),l};",
        "l=JSON.parse(s);restoreLibraries(l,t.length-HEAP8.length);return Module.HEAP8.set(t),l};"
        "function restoreLibraries({libraries,slots,free,begin,end},missing){"
        "if(missing>0)growMemory(HEAP8.length+missing);"
        # Where a browser has other functions of its own, Python would call the wrong ones.
        'if(wasmTable.length!==begin)throw new Error("the table of functions begins otherwise");'
        "wasmTable.grow(end-begin);"
        "for(var {name,global,handle,...place} of libraries){"
        "Module.place={...place,slots};"
        "loadDynamicLibrary(name,{global,nodelete:true},global?null:{},handle)}"
        "delete Module.place;freeTableIndexes=free;"
        "if(slots.length||wasmTable.length!==end)"
        'throw new Error("the table of functions ends otherwise")}',
    ),
]


def heap_loader(loader: str) -> str:
    """The text of pyodide.asm.mjs, changed. Raises ValueError when it is not the pinned one's."""
    return changed(loader, CHANGES)
