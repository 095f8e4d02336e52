# cmake --install build/release --prefix DIR: the program finds DuckDB beside it (RPATH $ORIGIN/../lib/tidewaiter,
# set in src/CMakeLists.txt) and its content in share/tidewaiter, so DIR can be moved as a whole.
install(TARGETS tidewaiter RUNTIME DESTINATION bin)
install(PROGRAMS ${TIDEWAITER_DEPS}/duckdb/lib/libduckdb.so DESTINATION lib/tidewaiter)
install(DIRECTORY ${TIDEWAITER_DEPS}/duckdb/extensions DESTINATION lib/tidewaiter
  FILES_MATCHING PATTERN "*.duckdb_extension")

foreach(content IN ITEMS datasets sources models templates publications nation)
  install(DIRECTORY ${CMAKE_SOURCE_DIR}/${content} DESTINATION share/tidewaiter OPTIONAL)
endforeach()

# What a synthetic nation takes from the real world.
foreach(example IN ITEMS countries crypto fx hs_nomenclature ports)
  install(DIRECTORY ${CMAKE_SOURCE_DIR}/examples/${example} DESTINATION share/tidewaiter/examples)
endforeach()

install(FILES ${CMAKE_SOURCE_DIR}/models.lock DESTINATION share/tidewaiter OPTIONAL)

install(FILES LICENSE THIRD_PARTY.md README.md README.ko.md DESTINATION share/doc/tidewaiter OPTIONAL)
install(FILES ${TIDEWAITER_DEPS}/duckdb/LICENSE DESTINATION share/doc/tidewaiter RENAME LICENSE.duckdb)
